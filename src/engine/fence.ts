import { DBOS } from '@dbos-inc/dbos-sdk';
import { assertStillOwnsWorkflow, DBOSWorkflowConflictError } from '@dbos-inc/dbos-sdk/datasource';
import { type Around, ForbiddenCallError } from '../seams.js';

/** Calls that change something outside. Reading twice does no harm. */
const EFFECTS = /^(orders (cancel|reinstate)|ticket deliver|slack chat\.\w+)$/;

/**
 * Keeps a replica that was silent for a while from acting twice. A step asks at its beginning; but
 * its body may be stopped on its way to the call, so the call asks once more, right before its first
 * byte. What is left between the two is closed by the recorded key.
 */
export class Fence {
  /** Resolves once this replica may act; said when there is one among several. */
  sure: () => Promise<void> = async () => undefined;

  /** Lets a call with an effect out only while its workflow is still ours. Throws ForbiddenCallError. */
  around(inner: Around): Around {
    return (name, work) =>
      inner(name, async () => {
        const id = DBOS.workflowID;
        if (id !== undefined && EFFECTS.test(name)) await this.#assertOurs(id);
        return work();
      });
  }

  async #assertOurs(workflowId: string): Promise<void> {
    await this.sure();
    try {
      await assertStillOwnsWorkflow(workflowId);
    } catch (cause) {
      if (!(cause instanceof DBOSWorkflowConflictError)) throw cause;
      throw new ForbiddenCallError('The workflow goes on elsewhere', { cause });
    }
  }
}
