/** The names by which Slack hands a press or a submit back to us. Old messages keep them: never rename. */
export const ACTIONS = {
  confirm: 'confirm',
  discard: 'discard',
  details: 'details',
  checkAgain: 'check_again',
  lookAgain: 'look_again',
  openModal: 'open_modal',
} as const;

export const VIEWS = {
  /** Asks for the order id. */
  askOrder: 'ask_order',
  /** Shows the look and asks for reason, notes and whether to notify. */
  request: 'request_cancellation',
  /** Shows something and decides nothing. */
  notice: 'notice',
} as const;

/** Blocks whose input is read at a submit; the element in it has the same id. */
export const INPUTS = {
  order: 'order',
  reason: 'reason',
  notes: 'notes',
  notify: 'notify',
} as const;
