import { settingName } from '../config/settings.js';

const OURS: ReadonlySet<string> = new Set(settingName.options);
/** Whose name says that it is nobody's business, now and for settings to come. */
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|HEADERS|API_KEY/;
/** Anything shorter would be found in every other word. */
const SHORTEST = 6;
const MASK = '[redacted]';

/** What is a secret, or a person's address, by its form alone. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bx(?:ox[a-z]|app)-[\w-]+/g, MASK],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${MASK}`],
  [/(\w:\/\/)[^\s/@"\\]+@/g, `$1${MASK}@`],
  [/(https:\/\/hooks\.slack\.com\/)[^\s"\\]+/g, `$1${MASK}`],
];
const EMAIL = /[\w.+'-]{1,64}(?:@|%40)(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,}/g;
/** They are no line breaks to JSON, but to some who show it, or they turn the text around. */
const UNSEEN = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Every secret among the settings, those to come included: by its name, and what stands in a URL beside
 * its address. What else the environment holds is not ours.
 */
export function secretsIn(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return Object.entries(environment).flatMap(([name, value = '']) => {
    if (!name.startsWith('OTEL_') && !OURS.has(name)) return [];
    const text = value.trim();
    if (name.startsWith('OTEL_') && SECRET_NAME.test(name)) return headerValues(text);
    return SECRET_NAME.test(name) ? [text] : inUrl(name, text);
  });
}

/** `text` without any of the secrets, however it was encoded, and without what looks like one. */
export function maskWith(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.flatMap(encodings))]
    .filter(({ length }) => length >= SHORTEST)
    .sort((one, other) => other.length - one.length);
  const known = forms.length > 0 ? new RegExp(forms.map(literally).join('|'), 'g') : undefined;
  return (text) => {
    let masked = known ? text.replace(known, MASK) : text;
    for (const [form, mask] of FORMS) masked = masked.replace(form, mask);
    if (/@|%40/.test(masked)) masked = masked.replace(EMAIL, '[email]');
    return masked.replace(UNSEEN, (odd) => `\\u${odd.charCodeAt(0).toString(16).padStart(4, '0')}`);
  };
}

/** `authorization=Bearer abc,x-team=7`: each value, and of two words the second. */
function headerValues(text: string): readonly string[] {
  return text.split(',').flatMap((header) => {
    const value = decoded(header.slice(header.indexOf('=') + 1).trim());
    return [value, value.split(/\s+/).at(-1) ?? ''];
  });
}

function inUrl(name: string, text: string): readonly string[] {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return [];
  // Whoever knows the address of a webhook may use it.
  const { pathname, searchParams } = url;
  const address = name.endsWith('WEBHOOK_URL') ? [pathname, ...searchParams.values()] : [];
  return [url.password, decoded(url.password), ...address].filter((one) => one !== '/');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** How it may stand in JSON, in an address and in a header. */
function encodings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inAddress = encodeURIComponent(secret);
  const base64 = [bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')];
  return [secret, inJson, inAddress, ...(secret.length >= 8 ? base64 : [])];
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
