import bolt from '@slack/bolt';
import { saysWhereItServes } from './serving.js';

// What no bot can be quicker than: Bolt alone, with a modal that waits for nothing.

const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL } = process.env;
const app = new bolt.App({
  token: SLACK_BOT_TOKEN,
  ...(SLACK_APP_TOKEN
    ? { socketMode: true, appToken: SLACK_APP_TOKEN }
    : { signingSecret: SLACK_SIGNING_SECRET }),
  clientOptions: { slackApiUrl: SLACK_API_URL },
});

app.command('/cancel-order', async ({ ack, client, command }) => {
  const text = `Looking at ${command.text} …`;
  await Promise.all([
    ack(),
    client.views.open({
      trigger_id: command.trigger_id,
      view: {
        type: 'modal',
        title: { type: 'plain_text', text: 'Cancel an order' },
        blocks: [{ type: 'section', text: { type: 'plain_text', text } }],
      },
    }),
  ]);
});

await saysWhereItServes(app);
