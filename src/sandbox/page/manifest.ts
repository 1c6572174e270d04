import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

/** The project's own, seen from `src/sandbox/page/` and from `dist/sandbox/page/` alike. */
const MANIFEST = new URL('../../../manifest.yml', import.meta.url);

const manifest = z.object({
  features: z.object({
    app_home: z.object({
      home_tab_enabled: z.boolean().default(false),
      messages_tab_read_only_enabled: z.boolean().default(false),
    }),
    slash_commands: z
      .array(
        z.object({
          command: z.string(),
          description: z.string(),
          usage_hint: z.string().default(''),
        }),
      )
      .default([]),
  }),
  settings: z.object({
    event_subscriptions: z
      .object({ bot_events: z.array(z.string()).default([]) })
      .default({ bot_events: [] }),
  }),
});

/** What Slack's client knows of an installed app from its manifest. */
export interface Installed {
  readonly commands: readonly {
    readonly command: string;
    readonly description: string;
    readonly usageHint: string;
  }[];
  readonly hasHomeTab: boolean;
  /** Whether people can write to it. */
  readonly isReadOnly: boolean;
  /** The events that it is told. */
  readonly events: readonly string[];
}

/** Reads manifest.yml. @throws where it is no manifest */
export async function readManifest(): Promise<Installed> {
  const { features, settings } = manifest.parse(parse(await readFile(MANIFEST, 'utf8')));
  return {
    commands: features.slash_commands.map(({ command, description, usage_hint: usageHint }) => ({
      command,
      description,
      usageHint,
    })),
    hasHomeTab: features.app_home.home_tab_enabled,
    isReadOnly: features.app_home.messages_tab_read_only_enabled,
    events: settings.event_subscriptions.bot_events,
  };
}
