import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { AWAY, remedyFor } from '../../src/slack/post-remedies.js';

const KINDS = ['card', 'thread', 'notice'] as const;
const ORDER_OPS = ['escalation', 'escalation_note', 'ticket', 'ticket_piece'] as const;
const said = (error: string) => new WebAPIPlatformError({ ok: false, error });

describe('A post that Slack did not take', () => {
  it('waits as long as Slack asks, in ms, where there were too many', () => {
    for (const kind of KINDS) {
      const remedy = remedyFor(new WebAPIRateLimitedError(30), kind);
      expect(remedy).toStrictEqual({ kind: 'wait', wait: 30_000 });
    }
  });

  it.each<[string, unknown]>([
    ['its connection broke', new WebAPIRequestError(new Error('socket hang up'))],
    ['Slack answered HTTP 503', new WebAPIHTTPError(503, 'Service Unavailable', {})],
    ['Slack failed', said('internal_error')],
    ['Slack was down', said('service_unavailable')],
    ['the token is bad for now', said('invalid_auth')],
  ])('is tried again after a pause where %s', (_, error) => {
    for (const kind of KINDS) {
      expect(remedyFor(error, kind)).toStrictEqual({ kind: 'wait', wait: AWAY });
    }
    expect(AWAY).toBeGreaterThanOrEqual(1_000);
    expect(AWAY).toBeLessThanOrEqual(60_000);
  });

  it.each<[string, unknown]>([
    ['Slack says a word nobody knows', said('never_heard_of')],
    ['the bot itself failed', new TypeError('undefined is not a function')],
    ['something else was thrown', 'a text'],
    ['nothing was thrown', undefined],
  ])('is tried again for a while only where %s: its lane must go on', (_, error) => {
    for (const kind of KINDS) {
      expect(remedyFor(error, kind)).toStrictEqual({ kind: 'wait_a_while', wait: AWAY });
    }
  });

  it.each([
    ...['channel_not_found', 'not_in_channel', 'is_archived', 'is_inactive'],
    ...['restricted_action', 'restricted_action_read_only_channel', 'cannot_dm_bot'],
  ])('goes on in a direct message where the channel is closed: %s', (error) => {
    expect(remedyFor(said(error), 'card')).toStrictEqual({ kind: 'go_elsewhere' });
    expect(remedyFor(said(error), 'thread')).toStrictEqual({ kind: 'go_elsewhere' });
    // A notice is the direct message: there is nowhere else to go.
    expect(remedyFor(said(error), 'notice')).toStrictEqual({ kind: 'give_up' });
  });

  it.each(['message_not_found', 'thread_not_found', 'cant_update_message'])(
    'has its card posted anew where that is gone: %s',
    (error) => {
      expect(remedyFor(said(error), 'card')).toStrictEqual({ kind: 'post_anew' });
      expect(remedyFor(said(error), 'thread')).toStrictEqual({ kind: 'post_anew' });
    },
  );

  it.each([
    ...['invalid_blocks', 'invalid_blocks_format', 'invalid_arguments'],
    ...['msg_too_long', 'msg_blocks_too_long', 'no_text'],
  ])('is given up where Slack will never take it: %s', (error) => {
    for (const kind of KINDS) {
      expect(remedyFor(said(error), kind)).toStrictEqual({ kind: 'give_up' });
    }
  });

  describe.each(ORDER_OPS)('which calls #order-ops: its %s', (kind) => {
    it.each(['is_archived', 'is_inactive', 'not_in_channel', 'channel_not_found'])(
      'waits there until somebody opens the channel: %s',
      (error) => {
        expect(remedyFor(said(error), kind)).toMatchObject({ kind: 'wait_for_order_ops' });
      },
    );

    it('is never given up, whatever it is that Slack does', () => {
      const errors = [
        said('never_heard_of'),
        said('internal_error'),
        new TypeError('x'),
        undefined,
      ];
      for (const error of errors) {
        expect(remedyFor(error, kind)).toStrictEqual({ kind: 'wait', wait: AWAY });
      }
      expect(remedyFor(said('invalid_blocks'), kind)).toStrictEqual({ kind: 'tell_plainly' });
    });

    it('is posted anew where it is gone', () => {
      expect(remedyFor(said('message_not_found'), kind)).toStrictEqual({ kind: 'post_anew' });
    });
  });
});
