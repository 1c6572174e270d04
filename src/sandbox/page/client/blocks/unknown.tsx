/**
 * Stands where Slack would show what this page cannot: said visibly, so that nobody takes what they
 * see for the whole. The compiler takes it for impossible; another Slack may send it all the same.
 */
export function Unknown({ kind, what }: { readonly kind: string; readonly what: unknown }) {
  return (
    <div class="unknown" role="note">
      <strong>
        This page cannot show a {kind} of type «{typeOf(what)}».
      </strong>
      <pre>{JSON.stringify(what, null, 2)}</pre>
    </div>
  );
}

function typeOf(what: unknown): string {
  const isTyped = typeof what === 'object' && what !== null && 'type' in what;
  return isTyped ? String(what.type) : 'none';
}
