import type { Act, Outcome } from '../contract.js';

/** Asks the sandbox to do something as a person. Never rejects. */
export async function send(as: string, act: Act): Promise<Outcome> {
  try {
    const response = await fetch('act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as, act }),
    });
    if (!response.ok) return { done: false, why: `The sandbox refused it (${response.status}).` };
    const outcome: Outcome = await response.json();
    return outcome;
  } catch {
    return { done: false, why: 'The sandbox is not reachable: was it ended?' };
  }
}
