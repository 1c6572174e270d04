/** What somebody typed behind `/cancel-order`. */
export type Command =
  | { readonly kind: 'ask' }
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | { readonly kind: 'status'; readonly orderId: string }
  | { readonly kind: 'audit'; readonly orderId: string }
  | { readonly kind: 'cancel'; readonly orderId: string }
  | { readonly kind: 'invalid'; readonly text: string };

/** product.md «Rules»: these are no order ids, whatever ORDER_ID_PATTERN says. */
const NO_ORDER_IDS: ReadonlySet<string> = new Set(['help', 'list', 'status', 'audit', '.', '..']);

/** Whether this may be asked of the order service at all. The pattern is anchored. */
export function isOrderId(text: string, pattern: RegExp): boolean {
  return !NO_ORDER_IDS.has(text.toLowerCase()) && pattern.test(text);
}

/** product.md «Command»: what is no order id reaches nothing but its answer. */
export function parseCommand(text: string, pattern: RegExp): Command {
  const words = text.trim().split(/\s+/u);
  const [first = '', second = ''] = words;
  if (first === '') return { kind: 'ask' };
  if (words.length === 1) {
    if (first === 'help' || first === 'list') return { kind: first };
    return isOrderId(first, pattern) ? { kind: 'cancel', orderId: first } : invalid(text);
  }
  const isOfOrder = first === 'status' || first === 'audit';
  if (isOfOrder && words.length === 2 && isOrderId(second, pattern)) {
    return { kind: first, orderId: second };
  }
  return invalid(text);
}

function invalid(text: string): Command {
  return { kind: 'invalid', text: text.trim() };
}
