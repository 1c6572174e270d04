import { everyPointOn } from './every-point.js';

everyPointOn('Postgres', 'in the first story');
