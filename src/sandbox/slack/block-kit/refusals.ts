import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * zod's issues as Slack words them in `response_metadata.messages`, each with a JSON pointer.
 * `root` is the pointer of what was validated, such as `/blocks`.
 */
export function asSlackMessages(error: z.ZodError, root: string): string[] {
  return error.issues.map((issue) => {
    const pointer = [root, ...issue.path.map(String)].join('/');
    return `[ERROR] ${wording(issue)} [json-pointer:${pointer}]`;
  });
}

function wording(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'array'
        ? `no more than ${issue.maximum} items allowed`
        : `must be less than ${Number(issue.maximum) + 1}${issue.origin === 'string' ? ' characters' : ''}`;
    case 'too_small':
      return issue.origin === 'array'
        ? `no fewer than ${issue.minimum} items allowed`
        : `must be more than ${Number(issue.minimum) - 1}${issue.origin === 'string' ? ' characters' : ''}`;
    case 'unrecognized_keys':
      return `unknown property: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return 'unsupported type';
    case 'invalid_type':
      return issue.input === undefined ? `missing required field` : `must be a ${issue.expected}`;
    default:
      return issue.message;
  }
}
