/** What an HTTP status decides (order-api.md). `odd`: a redirect, or no status that HTTP knows. */
export type StatusMeaning = 'success' | 'refusal' | 'unanswered' | 'odd';

export function meaningOf(status: number): StatusMeaning {
  if (status === 408 || status === 425) return 'unanswered';
  if (status >= 200 && status < 300) return 'success';
  if (status >= 400 && status < 500) return 'refusal';
  return status >= 500 && status < 600 ? 'unanswered' : 'odd';
}
