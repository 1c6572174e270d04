import { install } from './world/ambient.js';

// Before anything is loaded that keeps the clock, the timers or the dice for itself.
install();
