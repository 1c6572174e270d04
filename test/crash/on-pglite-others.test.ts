import { everyPointOn } from './every-point.js';

everyPointOn('PGlite', 'in the others');
