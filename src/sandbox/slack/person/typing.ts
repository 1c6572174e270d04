import { z } from 'zod';
import type { ChannelRecord } from '../channels.js';
import { type Acknowledgement, notDelivered } from '../delivery.js';
import type { Message } from '../messages.js';
import { commandPayload } from '../payloads/command.js';
import { Refusal } from '../refusal.js';
import { carryOut } from '../response-url-answers.js';
import { NotPossible } from './not-possible.js';
import type { World } from './world.js';

/** The author of what Slack itself says. */
const SLACKBOT = 'USLACKBOT';

const answer = z.record(z.string(), z.unknown());

/** What came of a slash command. */
export type CommandResult = Acknowledgement & {
  readonly payload: ReturnType<typeof commandPayload>;
};

/** The part of a person that writes into channels. */
export class Typing {
  constructor(
    private readonly userId: string,
    private readonly world: World,
  ) {}

  async types(channelId: string, commandLine: string): Promise<CommandResult> {
    const { workspace, dispatcher } = this.world;
    const [, command, text = ''] = /^(\/\S+)\s*(.*)$/s.exec(commandLine) ?? [];
    if (!command) throw new NotPossible(`«${commandLine}» is no slash command`);
    const channel = this.channelOf(channelId);
    const person = workspace.people.get(this.userId);
    const payload = commandPayload(person, channel, { command, text: text.trim() }, workspace);
    const acknowledged = await dispatcher.deliver({
      type: 'slash_commands',
      payload,
      acceptsResponse: true,
    });
    const result = acknowledged.acked ? this.show(acknowledged, channel) : acknowledged;
    if (!result.acked) {
      workspace.messages.post({
        channel: channel.id,
        user: SLACKBOT,
        text: `${command} failed with the error "${result.error}"`,
        blocks: [],
        ephemeralTo: this.userId,
      });
    }
    return { ...result, payload };
  }

  writes(channelId: string, text: string, options: { threadTs?: string }): Message {
    const channel = this.channelOf(channelId);
    const said = { channel: channel.id, user: this.userId, text, blocks: [], ...options };
    return this.world.workspace.messages.post(said);
  }

  /** Shows what the acknowledgement says, as if it came through the `response_url`. */
  private show(
    acknowledged: Acknowledgement & { acked: true },
    channel: ChannelRecord,
  ): Acknowledgement {
    const body = answer.safeParse(acknowledged.body);
    if (!body.success) return notDelivered('the answer is no object');
    if (Object.keys(body.data).length === 0) return acknowledged;
    try {
      const target = { userId: this.userId, channel: channel.id };
      carryOut(body.data, target, this.world.workspace);
      return acknowledged;
    } catch (error) {
      if (error instanceof Refusal) return notDelivered(error.message);
      throw error;
    }
  }

  private channelOf(id: string): ChannelRecord {
    const { channels } = this.world.workspace;
    const channel = channels.get(id);
    if (!channels.hasMember(channel, this.userId)) {
      throw new NotPossible(`${this.userId} is not in ${id}`);
    }
    if (channel.archived) throw new NotPossible(`${id} is archived`);
    return channel;
  }
}
