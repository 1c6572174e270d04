import type { PageState } from '../../contract.js';
import { formattedDate } from '../times.js';
import type { Piece } from './mrkdwn.js';

/** A mrkdwn text as it is read out: the words alone, with names for ids. */
export function spoken(pieces: readonly Piece[], names: PageState['names']): string {
  return pieces.map((piece) => spokenPiece(piece, names)).join('');
}

function spokenPiece(piece: Piece, names: PageState['names']): string {
  switch (piece.kind) {
    case 'text':
    case 'code':
    case 'pre':
      return piece.text;
    case 'person':
      return names.people[piece.id] ?? piece.label;
    case 'channel':
      return names.channels[piece.id] ?? piece.label;
    case 'group':
    case 'link':
      return piece.label;
    case 'broadcast':
      return piece.range;
    case 'date':
      return formattedDate(piece.seconds, piece.format) ?? piece.fallback;
    default:
      return spoken(piece.pieces, names);
  }
}
