import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { Stage } from './stage.js';
import { blocks } from './stories/blocks.js';
import { guard } from './stories/guard.js';
import { keyboard } from './stories/keyboard.js';
import { mainJob } from './stories/main-job.js';
import { narrow } from './stories/narrow.js';
import { places } from './stories/places.js';
import { processAndClock } from './stories/process.js';
import { trouble } from './stories/trouble.js';
import type { Viewer } from './viewer.js';

/** One sandbox for all stories, each with orders of its own: a start takes longer than a story. */
describe('The sandbox page, in a real browser', () => {
  let stage: Stage;
  let viewer: Viewer;
  beforeAll(async () => {
    stage = await Stage.open();
    viewer = await stage.look();
    await viewer.served();
  });
  afterEach(async () => {
    expect(await viewer.unknown.count()).toBe(0);
    expect(stage.faults).toStrictEqual([]);
  });
  afterAll(() => stage?.close());

  const stories = [mainJob, trouble, places, blocks, keyboard, narrow, guard, processAndClock];
  for (const story of stories) {
    story(
      () => stage,
      () => viewer,
    );
  }
});
