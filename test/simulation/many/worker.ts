import { z } from 'zod';
import '../install.js';

/** What a worker is told: a seed to play, and then the next one. */
const taskSchema = z.object({ seed: z.number().int(), withTrace: z.boolean() });
export type Task = z.infer<typeof taskSchema>;

/** A process that plays one seed after the other, as it is told to, on a database of its own. */
async function work(): Promise<void> {
  // Loaded after the clock, the timers and the dice have been replaced.
  const [{ play }, { openDatabase }, { reportOf }] = await Promise.all([
    import('../play.js'),
    import('../world/database.js'),
    import('./report.js'),
  ]);
  const database = await openDatabase();
  process.on('message', (message) => {
    const { seed, withTrace } = taskSchema.parse(message);
    play(seed, database).then(
      (played) => process.send?.(reportOf(played, withTrace)),
      (error: unknown) => {
        console.error(`Seed ${seed} could not be played:`, error);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}

await work();
