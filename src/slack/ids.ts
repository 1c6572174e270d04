/** The names by which Slack hands a press or a submit back to us. Old messages keep them: never rename. */
export const ACTIONS = {
  confirm: 'confirm',
  discard: 'discard',
  details: 'details',
  checkAgain: 'check_again',
  retry: 'retry',
  resolve: 'resolve',
  rollBack: 'roll_back',
  openTicket: 'open_ticket',
  acknowledge: 'acknowledge',
  /** On a message of several runs: opens the list to pick one from. */
  retryOne: 'retry_one',
  resolveOne: 'resolve_one',
  /** Opens the form in which somebody says why they decide alone. */
  breakGlass: 'break_glass',
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
  /** Asks once more before an order is reinstated. */
  rollBack: 'roll_back',
  /** Asks what is true now, and for a note. */
  resolve: 'resolve',
  /** Asks why somebody decides alone. */
  breakGlass: 'break_glass',
  /** Ask which run of several is meant. */
  pickRetry: 'pick_retry',
  pickResolve: 'pick_resolve',
} as const;

/** Blocks whose input is read at a submit; the element in it has the same id. */
export const INPUTS = {
  order: 'order',
  reason: 'reason',
  notes: 'notes',
  notify: 'notify',
  truth: 'truth',
  note: 'note',
  glassReason: 'glass_reason',
  pick: 'pick',
} as const;
