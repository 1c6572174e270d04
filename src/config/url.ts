import { field, Problem } from './field.js';

// URLs are never shown in a fault: somebody may have written a password into one.

/**
 * An https or loopback URL, without credentials or fragment, as it was normalised. A query may belong
 * to it: a runbook's page, a webhook with its token.
 */
export const url = () => field((text) => readUrl(text, { query: true }));

/** The same without a query, as a base to put paths behind: without a slash at its end. */
export const baseUrl = () =>
  field((text) => {
    const address = readUrl(text);
    return address instanceof Problem ? address : address.replace(/\/+$/, '');
  });

/** Slack's client puts the method right behind its base. */
export const slackApiUrl = () =>
  field((text) => {
    const address = readUrl(text);
    if (address instanceof Problem || address.endsWith('/api/')) return address;
    return new Problem('does not end in /api/');
  });

export const databaseUrl = () =>
  field((text) =>
    /^postgres(ql)?:\/\/\S+$/.test(text) ? text : new Problem('is no postgres:// URL'),
  );

function readUrl(text: string, { query = false } = {}): string | Problem {
  if (/\s/.test(text) || !URL.canParse(text)) return new Problem('is no URL');
  const address = new URL(text);
  if (address.protocol !== 'https:' && !(address.protocol === 'http:' && isLoopback(address))) {
    return new Problem('is neither https nor loopback');
  }
  if (address.username || address.password) return new Problem('holds credentials');
  if (text.includes('#')) return new Problem('holds a fragment');
  if (!query && text.includes('?')) return new Problem('holds a query');
  return address.href;
}

/** The URL parser has turned every way to write an IPv4 address into the dotted one. */
function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
