import { z } from 'zod';

/** One person decided alone where a second one was needed (BREAK_GLASS_ROLES), and says why. */
export const brokenGlassSchema = z.object({
  /** Slack id */
  by: z.string(),
  /** Epoch ms, by the database's clock. */
  at: z.number(),
  reason: z.string(),
  /** Those of their roles that allowed it, as they were read at the submit. */
  roles: z.array(z.string()),
});
export type BrokenGlass = z.infer<typeof brokenGlassSchema>;
