import { constants, setPriority } from 'node:os';

// Whoever is waited for by the clock goes first: a seed has one of its own.
setPriority(constants.priority.PRIORITY_LOW);
