import { describe, expect, it } from 'vitest';
import { readResolution } from '../../src/slack/resolution-form.js';

function values(truth: string | undefined, note: string | null) {
  const option = truth && { text: { type: 'plain_text' as const, text: truth }, value: truth };
  return {
    truth: { truth: { type: 'radio_buttons', selected_option: option || null } },
    note: { note: { type: 'plain_text_input', value: note } },
  };
}

describe('The form of «Resolved by hand»', () => {
  it.each(['cancelled', 'not_cancelled'])('says what is true now, and how: %s', (truth) => {
    const read = readResolution(values(truth, '  Looked at it  '));
    expect(read).toStrictEqual({ kind: 'filled', form: { truth, note: 'Looked at it' } });
  });

  it.each([null, '', ' \n '])('asks for a note that says something: %j', (note) => {
    const read = readResolution(values('cancelled', note));
    expect(read).toMatchObject({ kind: 'faulty', errors: { note: /\(invalid_input\)$/ } });
  });

  it('bounds the note to 500', () => {
    expect(readResolution(values('cancelled', 'x'.repeat(500)))).toMatchObject({ kind: 'filled' });
    const read = readResolution(values('cancelled', 'x'.repeat(501)));
    expect(read).toMatchObject({ kind: 'faulty', errors: { note: /At most 500/ } });
  });

  it.each([undefined, 'perhaps'])('takes no other truth than the two: %s', (truth) => {
    const read = readResolution(values(truth, ''));
    expect(read).toMatchObject({ kind: 'faulty', errors: { truth: /./, note: /./ } });
  });

  it('is faulty where nothing of it came', () => {
    expect(readResolution({})).toMatchObject({ kind: 'faulty' });
  });
});
