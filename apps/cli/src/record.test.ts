import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  assertNoCanary,
  createCanary,
  type DockerRegistry,
  reasonToSkipDockerRegistry,
  startDockerRegistry,
} from '@patchbay/testing';
import { verify } from '@patchbay/verify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const reason = reasonToSkipDockerRegistry();
if (reason) console.warn(reason);

const id = 'docker-registry';
const source = fileURLToPath(new URL(`../../../manifests/${id}`, import.meta.url));

describe.skipIf(reason !== null)('a fixture of a real registry', () => {
  let registry: DockerRegistry;
  let folder: string;
  const fixtures = () => join(folder, 'manifests', id, 'fixtures');
  const readFixture = async (name: string) => JSON.parse(await readFile(join(fixtures(), `${name}.json`), 'utf8'));

  beforeAll(async () => {
    registry = await startDockerRegistry({ auth: 'basic' });
    await registry.pushImage('secretproject/app', 'v1');
    folder = await mkdtemp(join(tmpdir(), 'patchbay-record-'));
    await cp(source, join(folder, 'manifests', id), {
      recursive: true,
      filter: (path) => !path.includes('node_modules'),
    });
  });
  afterAll(async () => {
    await registry.close();
    await rm(folder, { recursive: true });
  });

  async function run(argv: string[], { env = {}, answer }: { env?: Record<string, string>; answer?: string } = {}) {
    const written = { out: '', error: '', asked: '' };
    const code = await runCli(
      ['record', id, '--setting', `baseUrl=${registry.url}`, '--allow', 'loopback', '--auth', 'basic', ...argv],
      {
        folder,
        env: { PATCHBAY_LIVE_USERNAME: registry.username, PATCHBAY_LIVE_PASSWORD: registry.password, ...env },
        out(text) {
          written.out += text;
        },
        error(text) {
          written.error += text;
        },
        ...(answer === undefined
          ? {}
          : {
              ask: async (question: string) => {
                written.asked += question;
                return answer;
              },
            }),
      },
    );
    return { code, ...written };
  }
  const listTags = ['listTags', '--input', 'repository=secretproject/app', '--replace', 'secretproject=team'];

  test('is shown first, and nothing is written without a yes', async () => {
    const before = await readdir(fixtures());
    const unasked = await run([...listTags, '--name', 'mine']);
    expect(unasked).toMatchObject({ code: 1, error: expect.stringContaining('--yes') });
    const refused = await run([...listTags, '--name', 'mine'], { answer: 'n' });
    expect(refused.asked).toContain(`Write manifests/${id}/fixtures/mine.json?`);
    expect(refused).toMatchObject({ code: 1, error: 'Nothing was written.\n' });
    expect(await readdir(fixtures())).toEqual(before);
    expect(refused.out).toMatch(
      /a setting "http:\/\/127\.0\.0\.1:\d+" → https:\/\/base-url\.example\.com|as you asked/,
    );
    expect(refused.out).toContain('as you asked "secretproject" → team');
    assertNoCanary(registry.password, refused);
  });

  test('replays, is said to be recorded, and holds nothing of the account', async () => {
    const { code, out, error } = await run([...listTags, '--name', 'mine'], { answer: 'y' });
    expect({ code, error }).toEqual({ code: 0, error: '' });
    const fixture = await readFixture('mine');
    expect(fixture).toMatchObject({
      provenance: { kind: 'recorded', date: new Date().toISOString().slice(0, 10) },
      call: { operation: 'listTags', input: { repository: 'team/app' } },
      authMethod: 'basic',
      expect: { items: 1, first: { name: 'v1' } },
    });
    const { problems } = await verify({ root: folder, ids: [id] });
    expect(problems.filter(({ file }) => file?.includes('mine'))).toEqual([]);
    for (const secret of [registry.password, registry.username, 'secretproject', new URL(registry.url).host])
      expect(JSON.stringify(fixture)).not.toContain(secret);
    assertNoCanary(registry.password, { fixture, out });
  });

  test('of a name that is taken replaces the old one only when told so', async () => {
    await run([...listTags, '--name', 'taken', '--yes']);
    expect(await run([...listTags, '--name', 'taken', '--yes'])).toMatchObject({
      code: 2,
      error: expect.stringContaining('--overwrite'),
    });
    expect(await run([...listTags, '--name', 'taken', '--yes', '--overwrite'])).toMatchObject({ code: 0 });
  });

  test('of a wrong password is a refusal, and the wrong password is not in it', async () => {
    const wrong = createCanary();
    const env = { PATCHBAY_LIVE_PASSWORD: wrong };
    const plain = await run(['--test', '--yes'], { env });
    expect(plain).toMatchObject({ code: 2, error: expect.stringContaining('add --failure') });
    const { code, out, error } = await run(['--test', '--failure', '--yes'], { env });
    expect({ code, error }).toEqual({ code: 0, error: '' });
    const fixture = await readFixture('test-refused');
    expect(fixture.expect).toEqual({
      errorClass: 'auth_invalid',
      says: expect.stringMatching(/refused the user name/),
    });
    assertNoCanary(wrong, { fixture, out, plain });
  });

  test('of a sync, and of a discovery', async () => {
    for (const what of ['sync', 'discover'] as const) {
      const replace = ['--replace', 'secretproject=team', '--yes', '--name', `my-${what}`];
      expect(await run([`--${what}`, 'repositories', ...replace])).toMatchObject({ code: 0, error: '' });
      const fixture = await readFixture(`my-${what}`);
      expect(fixture.expect).toMatchObject({ items: 1 });
      expect(JSON.stringify(fixture)).not.toContain('secretproject');
    }
    const { problems } = await verify({ root: folder, ids: [id] });
    expect(problems.filter(({ file }) => file?.includes('my-'))).toEqual([]);
  });

  test('of an interface', async () => {
    const replace = ['--replace', 'secretproject=team', '--yes', '--name', 'my-tags'];
    const asked = ['--interface', 'registry.tags', '--input', 'repository=secretproject/app'];
    expect(await run([...asked, ...replace])).toMatchObject({ code: 0, error: '' });
    expect(await readFixture('my-tags')).toMatchObject({
      call: { interface: 'registry.tags', input: { repository: 'team/app' } },
      expect: { result: [{ name: 'v1' }] },
    });
    const { problems } = await verify({ root: folder, ids: [id] });
    expect(problems.filter(({ file }) => file?.includes('my-tags'))).toEqual([]);
  });

  test.each([
    [[], 'Usage: patchbay record'],
    [['listTags', '--interface', 'registry.tags'], 'Usage: patchbay record'],
    [['--interface', 'registry.tag'], 'did you mean "registry.tags"?'],
    [['--interface', 'registry.tags', '--input', 'repo=a'], 'has no input "repo"'],
    [['--interface', 'registry.tags'], 'The input does not fit registry.tags: repository'],
    [['listTags', '--test'], 'Usage: patchbay record'],
    [['listTag'], 'did you mean "listTags"?'],
    [['--sync', 'repositorys'], 'did you mean "repositories"?'],
    [['deleteManifest'], '--write'],
    [['listTags', '--input', 'repo=a'], 'has no input "repo"'],
    [['listTags', '--input', 'repository'], 'write it as NAME=TEXT'],
    [['listTags', '--name', '../../x'], 'cannot be called'],
    [['--test', '--auth', 'basc'], 'did you mean "basic"?'],
    [['--test', '--setting', 'baseUrl=http://127.0.0.1:1'], 'Nothing was answered'],
  ])('%s is answered with a way on', async (argv, message) => {
    expect(await run([...argv, '--yes'])).toMatchObject({ code: 2, error: expect.stringContaining(message) });
  });
});
