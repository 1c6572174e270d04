import { playEverySecondSeed } from './half-of-the-seeds.js';

playEverySecondSeed(1);
