import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { NotPossible } from '../../../src/sandbox/slack/index.js';
import { client, FLOOR, localSlack, socketApp, stoppedClock } from './apps.js';

const text = (words: string) => ({ type: 'plain_text' as const, text: words });
const option = (label: string) => ({ text: text(label), value: label.toLowerCase() });

const form: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: text('Cancel order'),
  submit: text('Request'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: text('Reason'),
      element: {
        type: 'static_select',
        action_id: 'reason',
        options: [option('Duplicate'), option('Fraud')],
      },
    },
    {
      type: 'input',
      block_id: 'notes',
      label: text('Notes'),
      optional: true,
      element: { type: 'plain_text_input', action_id: 'notes', max_length: 10 },
    },
    {
      type: 'input',
      block_id: 'tell',
      label: text('Notify'),
      optional: true,
      element: {
        type: 'checkboxes',
        action_id: 'tell',
        options: [option('Stakeholders')],
        initial_options: [option('Stakeholders')],
      },
    },
  ],
};
const note = (title: string): ModalView => ({
  type: 'modal',
  title: text(title),
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `*${title}* &amp; more` } }],
});

/** An app whose command opens the form. */
function opensForm(more: (app: App) => void = () => {}) {
  return (app: App) => {
    app.command('/order', async ({ ack, command, client: web }) => {
      await Promise.all([ack(), web.views.open({ trigger_id: command.trigger_id, view: form })]);
    });
    more(app);
  };
}

describe('triggers', () => {
  const typed = async (options: object = {}) => {
    const slack = await localSlack({ ...options });
    await socketApp(slack, (app) => {
      app.command('/order', async ({ ack }) => ack());
    });
    const { payload } = await slack.person('alice').types(FLOOR, '/order');
    const open = (trigger_id = payload.trigger_id, view = form) =>
      client(slack).views.open({ trigger_id, view });
    return { slack, open };
  };

  it('open one view, once', async () => {
    const { slack, open } = await typed();
    await open();
    expect(slack.person('alice').hasModal).toBe(true);
    await expect(open()).rejects.toThrow('exchanged_trigger_id');
    await expect(open('1.unheard-of')).rejects.toThrow('invalid_trigger_id');
  });

  it('are good for 3 s', async () => {
    const clock = stoppedClock();
    const { open } = await typed({ clock: clock.now });
    clock.pass(3001);
    await expect(open()).rejects.toThrow('expired_trigger_id');
  });

  it('are still good at 3 s', async () => {
    const clock = stoppedClock();
    const { open } = await typed({ clock: clock.now });
    clock.pass(3000);
    expect((await open()).ok).toBe(true);
  });

  it('expire in the other shape too, if asked', async () => {
    const clock = stoppedClock();
    const { open } = await typed({ clock: clock.now, expiredTriggerShape: 'invalid_arguments' });
    clock.pass(3001);
    await expect(open()).rejects.toMatchObject({
      data: { response_metadata: { messages: [expect.stringContaining('expired')] } },
    });
  });

  it('are not used up by a view that is refused', async () => {
    const { open } = await typed();
    await expect(open(undefined, note('x'.repeat(25)))).rejects.toThrow('invalid_arguments');
    expect((await open()).ok).toBe(true);
  });
});

describe('a modal', () => {
  it('goes round: opened, filled in, submitted, read by the app, closed', async () => {
    const slack = await localSlack();
    let values: unknown;
    await socketApp(
      slack,
      opensForm((app) => {
        app.view('form', async ({ ack, view }) => {
          values = view.state.values;
          await ack();
        });
      }),
    );
    const alice = slack.person('alice');
    await alice.types(FLOOR, '/order');
    const modal = await alice.modal('Cancel order');
    expect(modal.text()).toBe(
      [
        '── Cancel order ──',
        'Reason: [  ▾ ] (Duplicate | Fraud)',
        'Notes (optional): ____',
        'Notify (optional): [x] Stakeholders',
        '[ Close ] [ Request ]',
      ].join('\n'),
    );
    const result = await alice.submits(modal, { Reason: 'Fraud', notes: 'really' });
    expect(result).toEqual({ acked: true, action: 'close' });
    expect(alice.hasModal).toBe(false);
    expect(values).toEqual({
      reason: { reason: { type: 'static_select', selected_option: option('Fraud') } },
      notes: { notes: { type: 'plain_text_input', value: 'really' } },
      tell: { tell: { type: 'checkboxes', selected_options: [option('Stakeholders')] } },
    });
  });

  it('does not let pass what Slack’s client would not', async () => {
    const slack = await localSlack();
    await socketApp(slack, opensForm());
    const alice = slack.person('alice');
    await alice.types(FLOOR, '/order');
    const modal = await alice.modal();
    await expect(alice.submits(modal)).rejects.toThrow('«Reason» is required and empty');
    await expect(alice.submits(modal, { reason: 'Whim' })).rejects.toThrow(
      'offers Duplicate, Fraud',
    );
    await expect(alice.submits(modal, { notes: 'x'.repeat(11) })).rejects.toThrow('takes 10');
    await expect(alice.submits(modal, { age: '7' })).rejects.toThrow('no input age');
    await expect(alice.presses(modal, 'Look again')).rejects.toThrow(NotPossible);
    await client(slack).views.update({ view_id: modal.view.id, view: note('Done') });
    await expect(alice.submits(await alice.modal('Done'))).rejects.toThrow('no submit button');
    expect(slack.deliveries.map(({ type }) => type)).toEqual(['slash_commands']);
  });

  it.each([
    ['errors', { response_action: 'errors', errors: { notes: 'Too short' } }, '! Too short'],
    ['update', { response_action: 'update', view: note('Second page') }, 'Second page & more'],
    ['push', { response_action: 'push', view: note('On top') }, '── On top ──'],
  ] as const)('takes response_action %s', async (action, response, shown) => {
    const slack = await localSlack();
    await socketApp(
      slack,
      opensForm((app) => {
        app.view('form', async ({ ack }) => ack(response));
      }),
    );
    const alice = slack.person('alice');
    await alice.types(FLOOR, '/order');
    const result = await alice.submits(await alice.modal(), { reason: 'Fraud' });
    expect(result).toMatchObject({ acked: true, action });
    const now = await alice.modal(shown);
    if (action === 'push') {
      await alice.closes(now);
      expect((await alice.modal('Cancel order')).has('Fraud ▾')).toBe(true);
    }
  });

  it('takes response_action clear, and refuses errors for blocks that are no inputs', async () => {
    const slack = await localSlack();
    const answers = [
      { response_action: 'errors' as const, errors: { elsewhere: 'Wrong' } },
      { response_action: 'clear' as const },
    ];
    await socketApp(
      slack,
      opensForm((app) => {
        app.view('form', async ({ ack }) => {
          const answer = answers.shift();
          await (answer ? ack(answer) : ack());
        });
      }),
    );
    const alice = slack.person('alice');
    await alice.types(FLOOR, '/order');
    const modal = await alice.modal();
    const refused = await alice.submits(modal, { reason: 'Fraud' });
    expect(refused).toMatchObject({ acked: false, error: 'invalid_response_action' });
    expect(alice.troubles[0]).toContain('invalid_response_action');
    expect(await alice.submits(modal)).toEqual({ acked: true, action: 'clear' });
    expect(alice.hasModal).toBe(false);
  });

  it('stays when the submit is not acknowledged', async () => {
    const slack = await localSlack({ ackDeadlineMs: 100 });
    await socketApp(
      slack,
      opensForm((app) => {
        app.view('form', async () => {});
      }),
    );
    const alice = slack.person('alice');
    await alice.types(FLOOR, '/order');
    const result = await alice.submits(await alice.modal(), { reason: 'Fraud' });
    expect(result).toMatchObject({ acked: false, error: 'operation_timeout' });
    expect((await alice.modal()).has('Fraud ▾')).toBe(true);
  });

  it('is updated only while its hash is the present one, and only while it is open', async () => {
    const slack = await localSlack();
    const closed: string[] = [];
    await socketApp(
      slack,
      opensForm((app) => {
        app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack, body }) => {
          closed.push(body.user.id);
          await ack();
        });
      }),
    );
    const alice = slack.person('alice');
    await alice.types(FLOOR, '/order');
    const modal = await alice.modal();
    alice.fills(modal, { notes: 'kept' });
    const { views } = client(slack);
    const update = () =>
      views.update({ view_id: modal.view.id, hash: modal.view.hash, view: form });
    expect((await update()).view?.state).toMatchObject({
      values: { notes: { notes: { value: 'kept' } } },
    });
    await expect(update()).rejects.toThrow('hash_conflict');
    await alice.closes(modal);
    await expect(update()).rejects.toThrow('not_found');
    await expect(alice.submits(modal)).rejects.toThrow('has this modal no more');
    expect(closed).toEqual(['UALICE']);
  });
});

describe('waiting', () => {
  it('in vain says what there is instead', async () => {
    const slack = await localSlack({ patienceMs: 30 });
    await client(slack).chat.postMessage({ channel: FLOOR, text: 'something else' });
    const waited = slack.person('alice').message(FLOOR, 'cancelled');
    await expect(waited).rejects.toThrow(/in CFLOOR like cancelled[\s\S]*something else/);
  });

  it('ends when the local Slack is closed', async () => {
    const slack = await localSlack();
    const waiting = expect(slack.connected(1)).rejects.toThrow('closed');
    await slack.close();
    await waiting;
  });
});
