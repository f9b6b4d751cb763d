// The doctor of the command line, as a process of its own, against something that answers as Patchbay does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type LocalServer, startServer } from '@patchbay/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
let server: LocalServer;
/** What the next looks end with; the last one stays. `null`: it is not over yet. */
let verdicts: ('ok' | 'warning' | 'failed' | null)[];
let started: number;

beforeEach(async () => {
  verdicts = ['ok'];
  started = 0;
  server = await startServer((request, response) => {
    if (request.method === 'POST') started += 1;
    const verdict = verdicts[Math.min(started, verdicts.length) - 1] ?? null;
    const fault = verdict === 'ok' || verdict === null ? null : 'provider';
    const step = {
      id: 'clock',
      label: 'Clock',
      status: verdict ?? 'running',
      seen: `Look ${started}.`,
      fault,
      fix: null,
    };
    const check = {
      ...{ runId: `run_${started}`, connectionId: 'con_1', connectionName: 'Forge', providerSlug: 'gitea' },
      ...{
        status: verdict === null ? 'running' : 'success',
        verdict,
        summary: null,
        startedAt: null,
        finishedAt: null,
      },
      steps: [{ ...step, bundle: [], durationMs: 1 }],
    };
    const run = { id: `doc_${started}`, isFinished: verdict !== null, verdict, createdAt: new Date().toISOString() };
    response.writeHead(request.method === 'POST' ? 202 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...run, checks: [check] }));
  });
});
afterEach(() => server.stop());

const environment = () => ({ PATCHBAY_URL: server.url, PATCHBAY_API_KEY: 'pb_1' });

/** Watches until it has come so far, then interrupts. */
async function watchUntil(hasCome: (text: string) => boolean, name: NodeJS.Signals = 'SIGINT') {
  const child = spawn(process.execPath, [main, 'doctor', '--watch', '--every', '1'], { env: environment() });
  const ended = once(child, 'exit');
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
  });
  await expect.poll(() => hasCome(text), { timeout: 30_000, interval: 20 }).toBe(true);
  child.kill(name);
  return { ended: await ended, text };
}

test.each<[string, NodeJS.Signals, 'ok' | 'warning' | 'failed', number]>([
  ['well', 'SIGINT', 'ok', 0],
  ['warned of', 'SIGTERM', 'warning', 0],
  ['failed', 'SIGINT', 'failed', 1],
])(
  'watching it looks again and again until it is interrupted, and ends with the code of the last look: %s',
  async (_name, signal, last, code) => {
    verdicts = ['failed', 'ok', last];
    const { ended, text } = await watchUntil((said) => /Look 3\..*1 connection/s.test(said), signal);
    expect(ended).toEqual([code, null]);
    expect(text).toMatch(/Look 1\..*Look 2\..*Look 3\./s);
    expect(started).toBe(3);
  },
);

test('interrupted in the middle of a look, it ends at once with the code of the one before', async () => {
  verdicts = ['failed', null];
  const { ended } = await watchUntil(() => started === 2);
  expect(ended).toEqual([1, null]);
});

test('stopped before anything was seen, it does not say that all is well', async () => {
  verdicts = [null];
  const stop = new AbortController();
  const running = runCli(['doctor', '--watch'], {
    ...{ folder: '/', env: environment(), signal: stop.signal },
    out: () => {},
    error: () => {},
  });
  await expect.poll(() => started).toBe(1);
  stop.abort();
  expect(await running).toBe(2);
});

test.each(['0', '1.5', 'soon', '86401'])('--every %s makes no sense', async (every) => {
  let said = '';
  const code = await runCli(['doctor', '--watch', '--every', every], {
    ...{ folder: '/', env: environment(), out: () => {} },
    error(text) {
      said += text;
    },
  });
  expect([code, started]).toEqual([2, 0]);
  expect(said).toContain('--every must be a whole number of seconds');
});

test.each<['ok' | 'warning' | 'failed', number]>([
  ['ok', 0],
  ['warning', 0],
  ['failed', 1],
])('without --watch it looks once; %s ends with %i', async (verdict, code) => {
  verdicts = [verdict];
  const ended = await runCli(['doctor', 'con_1'], {
    ...{ folder: '/', env: environment(), out: () => {}, error: () => {} },
  });
  expect([ended, started]).toEqual([code, 1]);
});
