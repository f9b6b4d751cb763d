// `patchbay mcp` as agents start it: a process that speaks the protocol on its standard output and nothing else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import {
  assertNoCanary,
  createPostgresDatabase,
  type DockerRegistry,
  type Patchbay,
  type PostgresDatabase,
  reasonToSkipDockerRegistry,
  removeFolder,
  startDockerRegistry,
  startPatchbay,
} from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));
const empty = mkdtempSync(join(tmpdir(), 'patchbay-mcp-'));
afterAll(() => removeFolder(empty));

async function run(argv: string[], env: Record<string, string> = {}, folder = empty) {
  const written = { out: '', error: '' };
  const code = await runCli(['mcp', ...argv], {
    folder,
    env,
    out(text) {
      written.out += text;
    },
    error(text) {
      written.error += text;
    },
  });
  return { code, ...written };
}

test.each([
  [['--fast'], "Unknown option '--fast'"],
  [['--only', 'both'], '--only must be one of manifests, connections.'],
  [['--only', 'connections', '--key', 'x', '--tools', 'some'], '--tools must be one of read, write, all.'],
  [['--only', 'connections', '--key', 'x', '--max-tools', 'few'], '--max-tools must be a whole number.'],
  [['--only', 'connections'], 'This takes an API key.'],
  [['--only', 'manifests'], 'There is no manifests folder in'],
  [[], 'There is nothing to offer'],
])('mcp %j makes no sense here, and says how it would', async (argv, sentence) => {
  expect(await run(argv)).toMatchObject({ code: 2, out: '', error: expect.stringContaining(sentence) });
});

test('nobody there', async () => {
  const env = { PATCHBAY_URL: 'http://127.0.0.1:1', PATCHBAY_API_KEY: 'pb_1' };
  expect(await run([], env)).toMatchObject({ code: 2, out: '', error: expect.stringContaining('Nobody answers at') });
});

interface Spoken {
  code: number | null;
  /** Lines of standard output. */
  lines: string[];
  errors: string;
}

/** Starts the process, says these messages in the way of older clients, and closes its input once all are answered. */
async function speak(argv: string[], env: Record<string, string>, messages: object[], folder = root): Promise<Spoken> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'mcp', ...argv], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
  });
  let out = '';
  let errors = '';
  const begin = {
    ...{ jsonrpc: '2.0', id: 0, method: 'initialize' },
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'a test', version: '1' } },
  };
  child.stdin.on('error', () => {
    // It ended before it read: its exit code is looked at.
  });
  for (const message of [begin, { jsonrpc: '2.0', method: 'notifications/initialized' }, ...messages])
    child.stdin.write(`${JSON.stringify(message)}\n`);
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
    if (out.split('\n').length - 1 === messages.length + 1) child.stdin.end();
  });
  const [code] = await once(child, 'close');
  return { code, lines: out.split('\n').filter(Boolean), errors };
}

const request = (id: number, method: string, params: object = {}) => ({ jsonrpc: '2.0', id, method, params });
const callTool = (id: number, name: string, input: object = {}) =>
  request(id, 'tools/call', { name, arguments: input });

test('in a clone it offers what proves manifests, and ends when its input does', async () => {
  const { code, lines, errors } = await speak([], {}, [
    request(1, 'tools/list'),
    request(2, 'resources/list'),
    callTool(3, 'explain_rule', { rule: 'pagination' }),
  ]);
  expect([code, errors]).toEqual([0, `patchbay mcp: manifests in ${root.replace(/\/$/, '')}.\n`]);
  const answers = lines.map((line) => JSON.parse(line));
  expect(answers.map(({ jsonrpc, id }) => [jsonrpc, id])).toEqual(
    expect.arrayContaining([0, 1, 2, 3].map((id) => ['2.0', id])),
  );
  const answer = (id: number) => answers.find((one) => one.id === id).result;
  expect(answer(0)).toMatchObject({ serverInfo: { name: 'patchbay' }, instructions: expect.stringContaining('clone') });
  expect(answer(1).tools).toHaveLength(8);
  expect(answer(3).structuredContent).toMatchObject({ rule: 'pagination' });
});

describe.skipIf(reasonToSkipDockerRegistry() !== null)('with a key of a running Patchbay', () => {
  const isPostgres = process.env.PATCHBAY_TEST_DATABASE === 'postgres';
  let database: PostgresDatabase | undefined;
  let patchbay: Patchbay;
  let registry: DockerRegistry;
  let env: Record<string, string>;
  let apiKey = '';
  let connectionId = '';

  async function post(path: string, body: object): Promise<Record<string, string>> {
    const response = await fetch(`${patchbay.apiUrl}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, string>;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }

  beforeAll(async () => {
    if (isPostgres) database = await createPostgresDatabase(process.env.TEST_DATABASE_URL ?? '');
    registry = await startDockerRegistry({ auth: 'basic' });
    await registry.pushImage('team/app', 'v1');
    patchbay = await startPatchbay(database ? { databaseUrl: database.url } : {});
    const owner = { email: 'ada@example.com', password: 'correct horse battery staple', name: 'Ada' };
    ({ apiKey = '' } = await post('/setup', { token: patchbay.setupToken, ...owner, organizationName: 'Example' }));
    ({ id: connectionId = '' } = await post('/integrations/connections', {
      ...{ providerSlug: 'docker-registry', name: 'Images', authMethod: 'basic', settings: { baseUrl: registry.url } },
      credentials: { username: registry.username, password: registry.password },
    }));
    env = { PATCHBAY_URL: patchbay.apiUrl, PATCHBAY_API_KEY: apiKey };
  });
  afterAll(async () => {
    await patchbay?.close();
    await registry?.close();
    await database?.drop();
  });

  const tool = (operation: string) => `images-${connectionId.slice(-6)}__${operation}`;

  test('a wrong key is told so at the start, without repeating it', async () => {
    const wrong = `${apiKey.slice(0, -4)}0000`;
    const { code, out, error } = await run([], { ...env, PATCHBAY_API_KEY: wrong });
    expect([code, out]).toEqual([2, '']);
    expect(error).toMatch(/key.+Give it in PATCHBAY_API_KEY or --key\.\n$/);
    expect(error).not.toContain(wrong);
  });

  test('a connection that is not there is told so at the start', async () => {
    expect(await run(['--connection', 'con_none'], env)).toMatchObject({
      code: 2,
      error: expect.stringContaining('There is no connection "con_none"'),
    });
  });

  test('standard output holds the protocol only, and no secret is said', async () => {
    const { code, lines, errors } = await speak(
      ['--only', 'connections'],
      env,
      [
        request(1, 'tools/list'),
        callTool(2, tool('listTags'), { repository: 'team/app' }),
        callTool(3, tool('getManifest'), { repository: 'team/none', reference: 'v1' }),
        callTool(4, tool('deleteManifest'), { repository: 'team/app', reference: `sha256:${'0'.repeat(64)}` }),
        request(5, 'no/such/method'),
      ],
      empty,
    );
    expect([code, errors]).toEqual([0, 'patchbay mcp: 5 actions of 1 connection of Example.\n']);
    const answers = lines.map((line) => JSON.parse(line));
    const answer = (id: number) => answers.find((one) => one.id === id);
    expect(answer(1).result.tools).toHaveLength(5);
    expect(answer(2).result).toMatchObject({ structuredContent: { success: true, items: [{ name: 'v1' }] } });
    expect(answer(3).result).toMatchObject({ isError: true });
    expect(answer(4).result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/cannot be undone/) }],
    });
    expect(answer(5)).toMatchObject({ error: { code: -32601 } });
    for (const secret of [apiKey, registry.password]) assertNoCanary(secret, { lines, errors });
  });

  test('a client of the newest protocol is served too, with both sets of tools', async () => {
    const transport = new StdioClientTransport({
      ...{ command: process.execPath, args: ['--disable-warning=ExperimentalWarning', main, 'mcp'] },
      ...{ cwd: root, env: { PATH: process.env.PATH ?? '', ...env }, stderr: 'ignore' as const },
    });
    const client = new Client({ name: 'a test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
    await client.connect(transport);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['verify_manifest', tool('listTags')]));
    const answer = await client.callTool({ name: tool('listTags'), arguments: { repository: 'team/app' } });
    expect(answer).toMatchObject({ structuredContent: { items: [{ name: 'v1' }] } });
    await client.close();
  });
});
