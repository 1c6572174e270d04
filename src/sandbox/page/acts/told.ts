/** What came of an act that the app had to acknowledge. */
export type Acknowledged =
  | { readonly acked: true }
  | { readonly acked: false; readonly error: string; readonly detail: string };
