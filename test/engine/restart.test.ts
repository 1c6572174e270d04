import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import { copyOf } from '../acceptance/prepared-data.js';
import { EngineProcess } from './engine-process.js';

// Each starts the process twice, and a machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

const processes: EngineProcess[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(processes.splice(0).map((process) => process.kill()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

async function freshFolder(): Promise<string> {
  const folder = await copyOf(inject('preparedData'));
  folders.push(folder);
  return folder;
}

async function start(dataDir: string, env: Record<string, string> = {}): Promise<EngineProcess> {
  const process = new EngineProcess({ DATA_DIR: dataDir, ...env });
  processes.push(process);
  await process.ready;
  return process;
}

describe('after kill -9 in the middle of a step', () => {
  it('the workflow ends, and the steps that were recorded are not run again', async () => {
    const folder = await freshFolder();
    const killed = await start(folder, { HANG: 'yes' });
    void killed.do('start', 'threeSteps', 'run', 'run');
    await killed.hanging;
    await killed.kill();
    const next = await start(folder);
    // «second» was in flight: it alone runs again.
    expect(await next.noted('run', 'third')).toEqual(['first', 'second', 'second', 'third']);
  });

  it('the random numbers and times that the workflow had drawn are the same', async () => {
    const folder = await freshFolder();
    const killed = await start(folder, { HANG: 'yes' });
    void killed.do('start', 'recordedValues', 'run', 'run');
    await killed.hanging;
    const [drawn] = await killed.journal();
    await killed.kill();
    const next = await start(folder);
    while ((await next.journal()).length < 2) await pause(20);
    expect((await next.journal()).map((note) => note.what)).toEqual([drawn?.what, drawn?.what]);
  });

  it('a lane goes on in its order, one at a time', async () => {
    const folder = await freshFolder();
    const killed = await start(folder, { HANG: 'yes' });
    await killed.do('inLane', 'threeSteps', 'b', 'C1', 'b');
    await killed.hanging;
    await killed.do('inLane', 'threeSteps', 'a', 'C1', 'a');
    await killed.kill();
    const next = await start(folder);
    await next.do('inLane', 'threeSteps', '0', 'C1', '0');
    await next.noted('0', 'third');
    const runs = (await next.journal()).map((note) => note.run);
    expect(runs.join('')).toMatch(/^b+a+0+$/);
  });
});

describe('what was to start later', () => {
  it('starts after a restart, soon if its time has passed, and only once', async () => {
    const folder = await freshFolder();
    const killed = await start(folder);
    const asked = Date.now();
    await killed.do('later', 'threeSteps', 'soon', 1_500, 'soon');
    await killed.do('later', 'threeSteps', 'far', 3_600_000, 'far');
    await killed.kill();
    const next = await start(folder);
    await next.do('later', 'threeSteps', 'soon', 1, 'soon');
    expect(await next.noted('soon', 'third')).toEqual(['first', 'second', 'third']);
    const notes = await next.journal();
    expect((notes[0]?.at ?? 0) - asked).toBeGreaterThanOrEqual(1_499);
    expect(notes.filter((note) => note.run === 'far')).toEqual([]);
  });
});

describe('a sleep', () => {
  it('is neither forgotten nor prolonged by a restart', async () => {
    const folder = await freshFolder();
    const killed = await start(folder);
    void killed.do('start', 'sleeper', 'run', 'run', '6000');
    await killed.recorded('run', 'sleep');
    await killed.kill();
    const next = await start(folder);
    const began = Date.now();
    expect(await next.noted('run', 'after')).toEqual(['before', 'after']);
    const [before, after] = await next.journal();
    expect((after?.at ?? 0) - (before?.at ?? 0)).toBeGreaterThanOrEqual(6_000);
    // Begun anew at the restart it would end later than that.
    expect((after?.at ?? 0) - began).toBeLessThan(6_000);
  });
});

describe('a shutdown', () => {
  it('takes no longer than its patience though workflows sleep for hours, and ends the process', async () => {
    const folder = await freshFolder();
    const stopped = await start(folder);
    await stopped.do('start', 'sleeper', 'run', 'run', '3600000');
    await stopped.noted('run', 'before');
    await stopped.do('later', 'threeSteps', 'far', 50_000, 'far');
    const asked = Date.now();
    void stopped.do('shutdown');
    await stopped.ended;
    expect(Date.now() - asked).toBeLessThan(3_000);
    expect(stopped.exitCode).toBe(0);
    expect(stopped.stderr).toBe('');
  });

  it('lets a step in flight end and be recorded, and the next start goes on after it', async () => {
    const folder = await freshFolder();
    const stopped = await start(folder);
    await stopped.do('start', 'slowStep', 'run', 'run', '700');
    await stopped.noted('run', 'begin');
    void stopped.do('shutdown');
    await stopped.ended;
    expect(stopped.stderr).toBe('');
    const next = await start(folder);
    expect(await next.noted('run', 'afterwards')).toEqual(['begin', 'end', 'afterwards']);
  });

  it('leaves a step that takes too long to the next start, and no failure is recorded', async () => {
    const folder = await freshFolder();
    const stopped = await start(folder);
    await stopped.do('start', 'slowStep', 'run', 'run', '3500');
    await stopped.noted('run', 'begin');
    void stopped.do('shutdown');
    await stopped.ended;
    const next = await start(folder);
    expect(await next.noted('run', 'afterwards')).toEqual(['begin', 'begin', 'end', 'afterwards']);
  });
});
