import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

interface Served {
  url: string;
  providers: {
    id: string;
    methods: { id: string; example: { url: string; headers: Record<string, string> } | null }[];
  }[];
}

function start(argv: readonly string[], folder = fileURLToPath(new URL('.', import.meta.url))) {
  const stop = new AbortController();
  const written = { out: '', error: '' };
  let tell: () => void = () => {};
  const said = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const code = runCli(['simulate', ...argv], {
    folder,
    env: {},
    signal: stop.signal,
    out(text) {
      written.out += text;
      tell();
    },
    error(text) {
      written.error += text;
    },
  });
  return { said, code, written, stop: () => stop.abort() };
}

test('serves what is named until it is stopped', async () => {
  const { said, code, written, stop } = start(['gitea', '--port', '0', '--items', '3', '--json']);
  await said;
  const { url, providers }: Served = JSON.parse(written.out);
  expect(providers.map(({ id }) => id)).toEqual(['gitea']);
  const example = providers[0]?.methods.find(({ id }) => id === 'token')?.example;
  const ask = (path: string) => fetch(`${url}/gitea${path}`, { headers: example?.headers ?? {} });
  expect((await ask('/api/v1/user')).status).toBe(200);
  expect(await (await ask('/api/v1/user/repos?page=1&limit=50')).json()).toHaveLength(3);
  stop();
  expect(await code).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});

test('says what to type in and what to try', async () => {
  const { said, code, written, stop } = start(['gitea', 'slack', '--port', '0']);
  await said;
  stop();
  expect(await code).toBe(0);
  expect(written.out).toContain('client secret: simulator-gitea-secret');
  expect(written.out).toMatch(/curl -H 'authorization: token \w+' 'http:\/\/127\.0\.0\.1:\d+\/gitea\/api\/v1\/user'/);
  expect(written.out).toMatch(/Slack: the address is fixed\. Start Patchbay with PATCHBAY_SIMULATOR_URL=http:/);
});

test('what makes no sense is said', async () => {
  const folder = await mkdtemp(`${tmpdir()}/patchbay-simulate-`);
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  for (const [argv, where, message] of [
    [['giteaa'], undefined, 'Did you mean "gitea"?'],
    [['--items', 'many'], undefined, '--items must be a whole number'],
    [['--unknown'], undefined, 'Usage: patchbay simulate'],
    [['gitea', '--port', String(port)], undefined, `Port ${port} is taken`],
    [[], folder, 'no manifests folder'],
  ] as const) {
    const { code, written } = start(argv, where);
    expect(await code).toBe(2);
    expect(written.error).toContain(message);
  }
  taken.close();
  await rm(folder, { recursive: true });
});
