import { Fragment } from 'preact';
import { formattedDate } from '../times.js';
import { Channel, Group, Link, Person } from './mentions.js';
import { type Piece, readMrkdwn } from './mrkdwn.js';

/** A mrkdwn text. Every piece of it is a text node or one of our own elements. */
export function Mrkdwn({ text }: { readonly text: string }) {
  return (
    <span class="text">
      <Pieces pieces={readMrkdwn(text)} />
    </span>
  );
}

function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map((piece, place) => (
        <Fragment key={place}>
          <OnePiece piece={piece} />
        </Fragment>
      ))}
    </>
  );
}

function OnePiece({ piece }: { readonly piece: Piece }) {
  switch (piece.kind) {
    case 'text':
      return <>{piece.text}</>;
    case 'code':
      return <code>{piece.text}</code>;
    case 'pre':
      return <pre>{piece.text}</pre>;
    case 'bold':
      return (
        <strong>
          <Pieces pieces={piece.pieces} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Pieces pieces={piece.pieces} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Pieces pieces={piece.pieces} />
        </s>
      );
    case 'quote':
      return (
        <blockquote>
          <Pieces pieces={piece.pieces} />
        </blockquote>
      );
    case 'person':
      return <Person id={piece.id} label={piece.label} />;
    case 'channel':
      return <Channel id={piece.id} label={piece.label} />;
    case 'group':
      return <Group id={piece.id} label={piece.label} />;
    case 'broadcast':
      return <span class="mention me">@{piece.range}</span>;
    case 'link':
      return <Link url={piece.url} label={piece.label} />;
    case 'date': {
      const { seconds, format, fallback } = piece;
      return <time>{formattedDate(seconds, format) ?? fallback}</time>;
    }
  }
}
