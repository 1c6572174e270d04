/** This replica no longer owns the workflow: as DBOSWorkflowConflictError, no workflow may catch it. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}
