import { CAST, rolesOf } from '../../cast.js';
import { NotPossible } from '../../slack/index.js';
import { isPlace, PLACES } from '../places.js';
import type { Word } from './word.js';

const cast = CAST.map((one) => `${one.name} (${rolesOf(one).join(', ')})`).join(', ');

export const be: Word = {
  usage: 'be bob',
  does: `be somebody else: ${cast}`,
  run(session, [name]) {
    const character = CAST.find((one) => one.name === name);
    if (!character) throw new NotPossible(`Be whom? There are ${cast}.`);
    session.become(character);
  },
};

export const go: Word = {
  usage: 'go back-room',
  does: 'type commands elsewhere: shop-floor, order-ops, back-room (private, without the bot), dm',
  run(session, [place = '']) {
    if (!isPlace(place)) throw new NotPossible(`Go where? There are ${PLACES.join(', ')}.`);
    session.go(place);
  },
};
