/** The names under which workflows are recorded: never rename one. */
export type WorkflowName =
  | 'cancelOrder'
  | 'pollOn'
  | 'expireRequest'
  | 'remindRequester'
  | 'readOn'
  | 'watchEscalation'
  | 'rollBack'
  | 'closeWindow'
  | 'deliverTicket'
  | 'deliverPost';

/** A workflow that a run's row asks for. Its id is taken once, so a doubled signal changes nothing. */
export interface Signal {
  readonly workflow: WorkflowName;
  readonly id: string;
  readonly args: readonly string[];
  /** Epoch ms by the database's clock; absent: at once. */
  readonly at?: number;
}
