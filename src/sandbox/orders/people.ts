/** A person as the order service knows them. */
export interface Person {
  /** What `X-User-ID` carries: an email, or a Slack id. */
  readonly userId: string;
  readonly roles: readonly string[];
}

/** Runbook «Pre-checks» 1: who may cancel and reinstate. */
const MAY_CANCEL: readonly string[] = ['order_admin', 'ops_engineer'];

export class People {
  readonly #roles = new Map<string, readonly string[]>();

  /** Adds a person, or gives a known one these roles instead. */
  add({ userId, roles }: Person): void {
    this.#roles.set(userId, roles);
  }

  remove(userId: string): void {
    this.#roles.delete(userId);
  }

  /** Undefined: no such person. */
  rolesOf(userId: string): readonly string[] | undefined {
    return this.#roles.get(userId);
  }

  mayCancel(userId: string): boolean {
    return (this.rolesOf(userId) ?? []).some((role) => MAY_CANCEL.includes(role));
  }
}
