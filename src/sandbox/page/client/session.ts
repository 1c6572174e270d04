import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Act, Outcome, PageState } from '../contract.js';
import type { Question } from './dialogs/question.js';
import type { Place } from './places.js';

/** What every part of the page can look at and do, as the person one is now. */
export interface Session {
  readonly state: PageState;
  /** Does something; what is not possible is told to the person. */
  act(act: Act): Promise<Outcome>;
  /** Slack's dialog that asks again. Resolves with whether it was accepted. */
  ask(question: Question): Promise<boolean>;
  readonly place: Place;
  go(place: Partial<Place>): void;
  /** Puts a text into the composer of the channel, for the person to send. */
  draft(text: string): void;
  /** What was put there, until it is taken. */
  readonly drafted: string | undefined;
  takeDraft(): void;
  /** Says something to the person that nobody else sees. */
  tell(text: string): void;
}

const Context = createContext<Session | undefined>(undefined);

export const SessionProvider = Context.Provider;

/** @throws outside of a session: a defect of the page */
export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error('There is no session');
  return session;
}
