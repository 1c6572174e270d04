/** Why something could not be reached. */
export interface Reason {
  /** The system's or a library's own word: `ECONNREFUSED`, `28P01`; '' where there is none. */
  readonly code: string;
  readonly said: string;
}

/** An error's own code, or that of what it was made of: libraries wrap what the system said. */
export function reasonOf(error: unknown): Reason {
  const inner = within(error);
  for (const one of inner) {
    if ('code' in one && typeof one.code === 'string' && !one.code.startsWith('slack_')) {
      return { code: one.code, said: saidBy(one) };
    }
    if (one.name === 'TimeoutError') return { code: 'ETIMEDOUT', said: 'no answer in time' };
  }
  const [first] = inner;
  return { code: '', said: first ? saidBy(first) : String(error) };
}

/** What to do about a connection that does not come about; undefined for a code nobody knows. */
export function adviceOn(code: string): string | undefined {
  return ADVICE.find(([codes]) => codes.includes(code))?.[1];
}

/** The innermost first. */
function within(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [];
  const parts = [
    error.cause,
    'original' in error ? error.original : undefined,
    ...(error instanceof AggregateError ? error.errors : []),
  ];
  return [...parts.flatMap(within), error];
}

function saidBy(error: Error): string {
  return error.message || ('code' in error ? String(error.code) : error.name);
}

const ADVICE: readonly (readonly [codes: readonly string[], advice: string])[] = [
  [['ENOTFOUND', 'EAI_AGAIN'], 'No host of this name is known here: check the address and the DNS'],
  [['ECONNREFUSED'], 'Nothing listens there: check host and port, and that it runs'],
  [
    [
      'ETIMEDOUT',
      'ECONNABORTED',
      'ERR_CANCELED',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'UND_ERR_CONNECT_TIMEOUT',
    ],
    'Let this machine out to it: a firewall or a missing route keeps the answer away',
  ],
  [
    ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'HPE_INVALID_CONSTANT'],
    'Something cuts the connection: check the port, and what stands between',
  ],
  [['CERT_HAS_EXPIRED'], 'Its certificate has expired: have it renewed, and check the clock here'],
  [['CERT_NOT_YET_VALID'], 'Its certificate is not valid yet: check the clock here'],
  [['ERR_TLS_CERT_ALTNAME_INVALID'], 'Its certificate is for another name: check the address'],
  [
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ],
    'No authority that is known here signed its certificate: name your own with NODE_EXTRA_CA_CERTS',
  ],
  [
    ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'],
    'It speaks no TLS there: check the port, or https against http',
  ],
];
