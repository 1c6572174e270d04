import { everyPointOn } from './every-point.js';

everyPointOn('Postgres');
