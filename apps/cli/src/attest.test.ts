import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DockerRegistry, reasonToSkipDockerRegistry, startDockerRegistry } from '@patchbay/testing';
import { rules, verify } from '@patchbay/verify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const reason = reasonToSkipDockerRegistry();
if (reason) console.warn(reason);

const id = 'docker-registry';
const source = fileURLToPath(new URL(`../../../manifests/${id}`, import.meta.url));
const dayMs = 86_400_000;

describe.skipIf(reason !== null)('a live run against a real registry', () => {
  let registry: DockerRegistry;
  let folder: string;
  const file = () => join(folder, 'manifests', id, 'attestations.jsonl');

  beforeAll(async () => {
    registry = await startDockerRegistry({ auth: 'basic' });
    await registry.pushImage('team/app', 'v1');
    folder = await mkdtemp(join(tmpdir(), 'patchbay-attest-'));
    await cp(source, join(folder, 'manifests', id), {
      recursive: true,
      filter: (path) => !path.includes('node_modules'),
    });
    await writeFile(
      join(folder, 'inputs.json'),
      JSON.stringify({
        listTags: { repository: 'team/app' },
        getManifest: { repository: 'team/app', reference: 'v1' },
      }),
    );
  });
  afterAll(async () => {
    await registry.close();
    await rm(folder, { recursive: true });
  });

  async function run(argv: string[], env: Record<string, string> = {}, stdin = '') {
    const written = { out: '', error: '' };
    const code = await runCli(['attest', id, '--setting', `baseUrl=${registry.url}`, ...argv], {
      folder,
      env,
      stdin: async () => stdin,
      out(text) {
        written.out += text;
      },
      error(text) {
        written.error += text;
      },
    });
    return { code, ...written };
  }

  const lines = async () => (await readFile(file(), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const live = ['--live', '--allow', 'loopback', '--inputs', 'inputs.json'];
  const basic = [...live, '--auth', 'basic'];

  /** What keeps the manifest from gold, at a moment. */
  async function faults(now = Date.now()) {
    const { capped } = await verify({ root: folder, ids: [id], now });
    return capped.filter(({ rule }) => rule === 'live-attestation').map(({ message }) => message);
  }

  test('a wrong password attests nothing, and what is said holds no secret', async () => {
    const { code, out, error } = await run(basic, {
      PATCHBAY_LIVE_USERNAME: registry.username,
      PATCHBAY_LIVE_PASSWORD: 'not-the-password',
    });
    expect(out).toMatch(/^failed {3}check: .*refused/);
    expect(error).toContain('Nothing was attested');
    expect(`${out}${error}`).not.toContain('not-the-password');
    expect(code).toBe(1);
    expect(await lines()).toEqual([]);
    expect(await faults()).toEqual(['the manifest has never been attested live']);
  });

  test('one read that fails attests nothing', async () => {
    await writeFile(
      join(folder, 'other.json'),
      JSON.stringify({
        listTags: { repository: 'team/app' },
        getManifest: { repository: 'team/app', reference: 'gone' },
      }),
    );
    const { code, out } = await run([...basic, '--inputs', 'other.json'], {
      PATCHBAY_LIVE_USERNAME: registry.username,
      PATCHBAY_LIVE_PASSWORD: registry.password,
    });
    expect(out).toContain('passed   listTags');
    expect(out).toContain('failed   getManifest: The repository has no such tag');
    expect(code).toBe(1);
    expect(await lines()).toEqual([]);
  });

  test('the test and every read run, and the line binds them to the manifest without a word of the account', async () => {
    const stdin = JSON.stringify({ username: registry.username, password: registry.password });
    const { code, out, error } = await run([...basic, '--stdin'], {}, stdin);
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(out).not.toContain('deleteManifest');
    const [line, ...others] = await lines();
    expect(others).toEqual([]);
    expect(JSON.parse(line ?? '')).toEqual({
      manifest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      date: new Date().toISOString().slice(0, 10),
      authMethod: 'basic',
      apiVersion: 'registry/2.0',
      operations: ['check', 'getManifest', 'listRepositories', 'listTags'],
    });
    for (const secret of [registry.username, registry.password, registry.url, 'team/app'])
      expect(`${line}${out}`).not.toContain(secret);
  });

  test('the rule takes it for 180 days, and no longer than the manifest is the same', async () => {
    expect(await faults()).toEqual([]);
    expect(await faults(Date.now() + 180 * dayMs)).toEqual([]);
    expect(await faults(Date.now() + 181 * dayMs)).toEqual(['the last live run of this manifest was 181 days ago']);
    expect(await faults(Date.now() - 2 * dayMs)).toEqual(['the manifest was changed since its last live run']);
    const path = join(folder, 'manifests', id, `${id}.manifest.ts`);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace("'Docker Registry'", "'Docker registry'"));
    expect(await faults()).toEqual(['the manifest was changed since its last live run']);
    await writeFile(path, text);
    expect(rules.find((rule) => rule.id === 'live-attestation')?.gates).toBe('gold');
  });

  test('reads without their input are not tried, and that is said', async () => {
    const { code, out } = await run(['--live', '--allow', 'loopback', '--auth', 'basic'], {
      PATCHBAY_LIVE_USERNAME: registry.username,
      PATCHBAY_LIVE_PASSWORD: registry.password,
    });
    expect(code).toBe(0);
    expect(out).toContain('skipped  listTags: it needs repository; give them with --inputs');
    expect(JSON.parse((await lines()).at(-1) ?? '').operations).toEqual(['check', 'listRepositories']);
  });

  test.each([
    [['--auth', 'basic'], 'Usage: patchbay attest'],
    [['--live', '--auth', 'basc'], 'did you mean "basic"?'],
    [['--live', '--stdin'], 'Standard input must be a JSON object'],
    [['--live', '--setting', 'x'], 'write it as NAME=TEXT'],
    [['--live', '--inputs', 'none.json'], 'There is no file none.json'],
  ])('%s is answered with a way on', async (argv, message) => {
    expect(await run(argv)).toMatchObject({ code: 2, error: expect.stringContaining(message) });
  });
});
