import { describe, expect, it } from 'vitest';
import { stateValues } from '../../../src/sandbox/slack/block-kit/state-values.js';
import { modalDefinition } from '../../../src/sandbox/slack/block-kit/view-definitions.js';
import { askOrderModal, lookingModal } from '../../../src/slack/render/ask-order-modal.js';
import { blockedModal } from '../../../src/slack/render/blocked-modal.js';
import { detailsModal } from '../../../src/slack/render/details-modal.js';
import { noticeModal } from '../../../src/slack/render/notice-modal.js';
import { type RequestLook, requestModal } from '../../../src/slack/render/request-modal.js';
import { BILLING_HOLD, cancelled, KEY, REQUEST, refused, TOO_OLD, verdictsWith } from './runs.js';
import { buttonLabels, readable } from './slack.js';

const LOOK: RequestLook = {
  orderId: 'ORD-1001',
  assessment: {
    kind: 'clear',
    verdicts: verdictsWith(TOO_OLD),
    impact: REQUEST.impact,
    digest: 'digest',
    secondPerson: true,
  },
  reasons: ['operational_request', 'duplicate_order'],
  form: {},
  metadata: 'kept',
};
const NOT_ENTITLED = {
  check: 'role',
  word: 'blocked',
  code: 'not_entitled',
  found: 'viewer',
  advice: 'Ask for order_admin or ops_engineer',
} as const;

const typed = (look: RequestLook) => stateValues(modalDefinition(requestModal(look)).blocks);

describe('The modal of the request', () => {
  it('shows all six verdicts, each with the value found and what to do about it', () => {
    const text = readable(requestModal(LOOK)).replaceAll('\n', '');
    expect(text).toContain('✅ Role passed: order_admin');
    expect(text).toContain('👥 Age needs a second person: 45 days');
    expect(text).toContain('A second entitled person has to confirm.');
    for (const check of ['Status', 'Billing hold', 'Shipment', 'Business hours']) {
      expect(text).toContain(`${check} passed: `);
    }
    expect(text).toMatch(/`order_too_old`$/);
  });

  it('shows the whole preview and the risk as the runbook assesses it', () => {
    const text = readable(requestModal(LOOK)).replaceAll('\n', '');
    expect(text).toContain('42.00 EUR');
    expect(text).toContain('2 workflows, 1 notification, 3 billing records');
    expect(text).toContain('picking: wf-1');
    expect(text).toContain('email: carol@customer.example');
    expect(text).toContain('the parcel is already packed');
    expect(text).toContain('loyalty_points: 120');
    expect(text).toContain(
      'Medium (billing reconciliation, customer notifications, downstream system cleanup)',
    );
    expect(text).toContain('this preview, a rollback window, a full audit trail');
  });

  it('asks for a reason, notes and whether to notify, which is ticked at first', () => {
    const view = requestModal(LOOK);
    expect(view).toMatchObject({
      callback_id: 'request_cancellation',
      private_metadata: 'kept',
      submit: { text: 'Request cancellation' },
    });
    expect(typed(LOOK)).toMatchObject({
      reason: { reason: { selected_option: { value: 'operational_request' } } },
      notes: { notes: { value: null } },
      notify: { notify: { selected_options: [{ value: 'notify' }] } },
    });
    expect(view.blocks).toContainEqual(
      expect.objectContaining({
        block_id: 'notes',
        optional: true,
        element: expect.objectContaining({ max_length: 500, multiline: true }),
      }),
    );
  });

  it('keeps what the person had filled in', () => {
    const form = { reason: 'duplicate_order', notes: 'rang\ntwice', notify: false };
    expect(typed({ ...LOOK, form })).toMatchObject({
      reason: { reason: { selected_option: { value: 'duplicate_order' } } },
      notes: { notes: { value: 'rang\ntwice' } },
      notify: { notify: { selected_options: [] } },
    });
  });

  it('can be submitted without notes and with the tick taken away', () => {
    const { blocks } = requestModal(LOOK);
    for (const id of ['notes', 'notify']) {
      expect(blocks).toContainEqual(expect.objectContaining({ block_id: id, optional: true }));
    }
  });

  it('counts what a long list leaves out', () => {
    const warnings = Array.from({ length: 62 }, (_, index) => `warning ${index}`);
    const impact = { ...REQUEST.impact, warnings };
    const text = readable(requestModal({ ...LOOK, assessment: { ...clear(), impact } }));
    expect(text).toContain('Warnings (62)');
    expect(text).toContain('and 37 more');
  });

  it('says that the order changed since the person looked, where it is shown anew', () => {
    const text = readable(requestModal({ ...LOOK, isChanged: true }));
    expect(text).toContain('The order changed since you looked');
    expect(text).toMatch(/`order_changed`$/);
    expect(readable(requestModal(LOOK))).not.toContain('changed');
  });
});

describe('The modal of a look that cannot be requested from', () => {
  it('has no submit, shows what blocks, what to do and the codes, and offers «Look again»', () => {
    const view = blockedModal({
      orderId: 'ORD-1001',
      assessment: { kind: 'blocked', verdicts: verdictsWith(BILLING_HOLD, TOO_OLD) },
      metadata: 'kept',
    });
    expect(view.submit).toBeUndefined();
    const text = readable(view).replaceAll('\n', '');
    expect(text).toContain('⛔ Billing hold blocked: active');
    expect(text).toContain('Resolve the billing hold');
    expect(text).toContain('Status passed: pending');
    expect(text).toMatch(/`billing_hold` {2}`order_too_old`$/);
    expect(buttonLabels(view)).toEqual({ look_again: 'Look again' });
    expect(JSON.stringify(view)).toContain('"value":"ORD-1001"');
  });

  it('says what could not be read, with its code', () => {
    const code = 'unexpected_reply' as const;
    const unreadImpact = { code, detail: 'refund.amount' };
    const assessment = {
      kind: 'blocked',
      verdicts: verdictsWith(),
      unreadImpact,
      unread: unreadImpact,
    } as const;
    const text = readable(blockedModal({ orderId: 'ORD-1001', assessment, metadata: '' }));
    expect(text).toContain('not all of it could be read');
    expect(text).toContain('The preview could not be read');
    expect(text).toContain('refund.amount');
    expect(text).toMatch(/`unexpected_reply`$/);
  });

  it('shows nothing of the order without the role', () => {
    const assessment = { kind: 'not_entitled', role: NOT_ENTITLED } as const;
    const view = blockedModal({ orderId: 'ORD-1001', assessment, metadata: '' });
    const text = readable(view).replaceAll('\n', '');
    expect(text).toContain('Role blocked: viewer');
    expect(text).toContain('Ask for order_admin or ops_engineer');
    expect(text).not.toMatch(/Status|Billing|Shipment|Refund|Touches/);
    expect(text).toMatch(/`not_entitled`$/);
  });
});

describe('The other modals', () => {
  it('ask for the order', () => {
    const view = askOrderModal('kept');
    expect(view).toMatchObject({
      callback_id: 'ask_order',
      private_metadata: 'kept',
      submit: { text: 'Look' },
    });
    expect(stateValues(modalDefinition(view).blocks)).toEqual({
      order: { order: { type: 'plain_text_input', value: null } },
    });
  });

  it('say at once what is being looked at, and decide nothing', () => {
    expect(readable(lookingModal('ORD-1001'))).toBe('Looking at ORD-1001 …');
    expect(lookingModal('ORD-1001').submit).toBeUndefined();
  });

  it('tell who holds the order, where, and the code', () => {
    const view = noticeModal({
      title: 'Already under way',
      orderId: 'ORD-1001',
      text: 'This order already has a run.',
      code: 'live_run',
      who: { word: 'Held by', slackId: 'U0BOB' },
      link: { url: 'https://slack.test/card', label: 'See the card' },
      again: { orderId: 'ORD-1001' },
    });
    expect(view.submit).toBeUndefined();
    expect(readable(view)).toContain('Held by <@U0BOB>');
    expect(readable(view)).toContain('See the card');
    expect(readable(view)).toMatch(/`live_run`$/);
    expect(buttonLabels(view)).toEqual({ look_again: 'Look again' });
  });
});

describe('The details', () => {
  it('hold what the card does not', () => {
    const text = readable(detailsModal(cancelled())).replaceAll('\n', '');
    for (const held of [
      'the customer rang twice',
      'carol@customer.example',
      'the parcel is already packed',
      'preparing',
      'Billing verified: refunded',
      'bob@example.com',
      KEY,
      REQUEST.runId,
      'Requested by <@U0ADA>',
    ]) {
      expect(text).toContain(held);
    }
    expect(readable(detailsModal(refused('forbidden')))).toContain('roles found: viewer');
  });

  it('show the newest steps of a long history', () => {
    const history = Array.from({ length: 60 }, (_, index) => ({
      event: 'retrying' as const,
      at: index,
      ...(index === 59 && { code: 'rate_limited' as const }),
      ...(index === 34 && { code: 'forbidden' as const }),
    }));
    const text = readable(detailsModal({ ...cancelled(), history }));
    expect(text).toContain('History (35 earlier left out)');
    expect(text).toContain('rate_limited');
    expect(text).not.toContain('forbidden');
  });
});

function clear() {
  return LOOK.assessment;
}
