/** At most `limit` UTF-16 units, the cut shown by an ellipsis, no character cut in half. */
export function bounded(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
