/** Fits a Slack message with room to spare, however its characters are counted. */
const LONGEST_PIECE = 2_800;

/** The original order as JSON for people, cut into pieces that together are the whole of it. */
export function piecesOf(original: unknown): readonly string[] {
  const text = JSON.stringify(original, null, 2);
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    const to = from + LONGEST_PIECE;
    // A piece must not end inside of a character.
    const isSplit = /[\uD800-\uDBFF]/.test(text.charAt(to - 1));
    const end = isSplit ? to - 1 : to;
    pieces.push(text.slice(from, end));
    from = end;
  }
  return pieces;
}
