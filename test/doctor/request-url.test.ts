import { HTTPReceiver } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { createLog, slackLog } from '../../src/log.js';
import { serve } from '../orders/support.js';
import { nowhere, said, surgery } from './surgery.js';

const SECRET = 'signing-secret-8c1d';
const HTTP_MODE = { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: SECRET };

const { finding, findings } = surgery();

/** Bolt's own receiver, as the bot has it in HTTP mode. */
async function bot(signingSecret: string): Promise<string> {
  const receiver = new HTTPReceiver({ signingSecret, logger: slackLog(createLog('silent')) });
  return `${await serve(receiver.requestListener)}/slack/events`;
}

const asked = (requestUrl: string) => finding('request URL', HTTP_MODE, { requestUrl });

describe('The request URL', () => {
  it('is good where the bot answers the challenge, and refuses a forged one', async () => {
    expect(await asked(await bot(SECRET))).toMatchObject(said('ok', /refuses forged requests/));
  });

  it('is told where the bot there has another secret', async () => {
    expect(await asked(await bot('another-secret'))).toMatchObject(
      said('fail', /refuses our signature/, /SLACK_SIGNING_SECRET.*clock/),
    );
  });

  it('is told where something answers that is not the bot', async () => {
    const page = await serve((_, response) => response.end('<h1>It works!</h1>'));
    expect(await asked(`${page}/slack/events`)).toMatchObject(
      said('fail', /is not the bot \(HTTP 200\)/, /PORT/),
    );
    const none = await serve((_, response) => response.writeHead(404).end());
    expect(await asked(`${none}/slack/events`)).toMatchObject(said('fail', /HTTP 404/));
  });

  it('is told where whoever answers does not look at signatures', async () => {
    const careless = await serve((request, response) => {
      let body = '';
      request.on('data', (piece) => {
        body += piece;
      });
      request.on('end', () => response.end(body));
    });
    expect(await asked(`${careless}/slack/events`)).toMatchObject(
      said('fail', /a forged request is not refused/),
    );
  });

  it('is told where nobody answers', async () => {
    expect(await asked(`${await nowhere()}/slack/events`)).toMatchObject(
      said('fail', /can’t be reached from here.*ECONNREFUSED/, /Nothing listens/),
    );
  });

  it.each(['http://bot.example.com/slack/events', 'https://bot.example.com/', 'bot.example.com'])(
    'that is none is told: %s',
    async (address) => {
      expect(await asked(address)).toMatchObject(said('fail', /no https:/, /\/slack\/events/));
    },
  );

  it('that was not given is not checked, and that is said', async () => {
    expect(await finding('request URL', HTTP_MODE)).toMatchObject(
      said('warn', /no address was given/, /--url/),
    );
  });

  it('is not needed in Socket Mode', async () => {
    const requestUrl = 'https://bot.example.com/slack/events';
    expect(await finding('request URL', {}, { requestUrl })).toMatchObject(
      said('warn', /not needed/),
    );
    expect((await findings()).map(({ about }) => about)).not.toContain('request URL');
  });

  it('leaves no line of Socket Mode in HTTP mode', async () => {
    expect((await findings(HTTP_MODE)).map(({ about }) => about)).not.toContain('Socket Mode');
  });
});
