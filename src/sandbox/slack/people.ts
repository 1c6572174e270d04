/** Somebody who can use Slack, as tests and the sandbox describe them. */
export interface PersonDetails {
  /** Starts with U or W. */
  readonly id: string;
  /** The handle, without the @. */
  readonly name: string;
  readonly realName?: string;
  /** Absent for people whose address Slack does not show. */
  readonly email?: string;
  /** Their own workspace; another one than the installed makes them a stranger. */
  readonly teamId?: string;
  /** An IANA zone. */
  readonly timeZone?: string;
  readonly isBot?: boolean;
  readonly isAppUser?: boolean;
  /** Deactivated. */
  readonly deleted?: boolean;
  /** A guest of several channels. */
  readonly isRestricted?: boolean;
  /** A guest of one channel; Slack sets `is_restricted` with it. */
  readonly isUltraRestricted?: boolean;
  readonly isEmailConfirmed?: boolean;
  /** The Enterprise Grid organisation of the person, if there is one. */
  readonly enterpriseId?: string;
}

/** A person with every field known but those that may be absent. */
export type PersonRecord = Required<Omit<PersonDetails, 'email' | 'enterpriseId'>> &
  Pick<PersonDetails, 'email' | 'enterpriseId'>;

/** Everybody there is, by id and by name. */
export class People {
  private readonly byId = new Map<string, PersonRecord>();

  constructor(private readonly homeTeamId: string) {}

  /** @throws when the id is no Slack user id, or the id or the name is taken */
  add(details: PersonDetails): PersonRecord {
    if (!/^[UW][A-Z0-9]+$/.test(details.id)) throw new Error(`${details.id} is no Slack user id`);
    if (this.byId.has(details.id) || this.find(details.name)) {
      throw new Error(`There is somebody ${details.id} or @${details.name} already`);
    }
    return this.put({
      realName: details.name,
      teamId: this.homeTeamId,
      timeZone: 'Europe/Berlin',
      isBot: false,
      isAppUser: false,
      deleted: false,
      isRestricted: false,
      isUltraRestricted: false,
      isEmailConfirmed: true,
      ...details,
    });
  }

  /** Changes somebody: deactivates them, makes them a guest, takes their address away. */
  change(idOrName: string, change: Partial<Omit<PersonDetails, 'id'>>): PersonRecord {
    return this.put({ ...this.get(idOrName), ...change });
  }

  find(idOrName: string): PersonRecord | undefined {
    return this.byId.get(idOrName) ?? this.all().find((person) => person.name === idOrName);
  }

  /** @throws when there is nobody of that id or name */
  get(idOrName: string): PersonRecord {
    const person = this.find(idOrName);
    if (!person) throw new Error(`There is nobody ${idOrName}`);
    return person;
  }

  all(): PersonRecord[] {
    return [...this.byId.values()];
  }

  isStranger(person: PersonRecord): boolean {
    return person.teamId !== this.homeTeamId;
  }

  private put(person: PersonRecord): PersonRecord {
    this.byId.set(person.id, person);
    return person;
  }
}
