import type { z } from 'zod';
import type { confirmDialog } from '../../../slack/block-kit/options.js';

/** What Slack asks before it lets a press pass. */
export type Question = z.infer<typeof confirmDialog>;
