/** Slack's limits, in characters as `String.length` counts them, in entries, or in bytes. */
export const LIMITS = {
  sectionText: 3000,
  fieldText: 2000,
  header: 150,
  buttonValue: 2000,
  modalTitle: 24,
  dialogText: 300,
  selectOptions: 100,
  optionText: 75,
  optionValue: 150,
  url: 3000,
} as const;

/** How much of one thing is shown, so that many of them together stay within Slack's limits. */
export const SHOWN = {
  orderId: 128,
  refund: 60,
  /** A value found, a reason, an advice. */
  value: 300,
  /** One entry of a list, and how many of them. */
  entry: 160,
  entries: 25,
  changes: 12,
  historyFirst: 2,
  historyLast: 13,
  /** The bound of product.md «The way of one cancellation» 3. */
  notes: 500,
  mentions: 20,
  runs: 20,
  runIds: 10,
  /** One fact of an audit entry, of which a line has several: a request id fits. */
  entryFact: 64,
  /** In a line among 40: together they stay below what Slack takes in a message. */
  lineOrder: 64,
  lineId: 36,
} as const;
