import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

async function run(argv: string[], folder = fileURLToPath(new URL('.', import.meta.url))) {
  const written = { out: '', error: '' };
  const code = await runCli(argv, {
    folder,
    env: {},
    out(text) {
      written.out += text;
    },
    error(text) {
      written.error += text;
    },
  });
  return { code, ...written };
}

test('help lists the commands', async () => {
  expect(await run(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('verify') });
  expect(await run([])).toMatchObject({ code: 2, out: expect.stringContaining('Usage: patchbay <command>') });
});

test('an unknown command is answered with the nearest one', async () => {
  expect(await run(['verfy'])).toMatchObject({
    code: 2,
    error: expect.stringContaining('Did you mean "patchbay verify"?'),
  });
  expect((await run(['frobnicate'])).error).not.toContain('Did you mean');
});

test('verify finds the repository from a folder inside it', async () => {
  expect(await run(['verify', '--explain', 'replay'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('replay: '),
  });
  expect(await run(['verify', 'no-such-manifest'])).toMatchObject({
    code: 2,
    error: expect.stringContaining('There is no manifest'),
  });
});

test('verify outside of a repository says so', async () => {
  const folder = await mkdtemp(`${tmpdir()}/patchbay-cli-`);
  expect(await run(['verify'], folder)).toMatchObject({
    code: 2,
    error: expect.stringContaining('no manifests folder'),
  });
  await rm(folder, { recursive: true });
});

test('badge prints what is committed of a manifest, as JSON and as a picture', async () => {
  const committed = (kind: string) =>
    readFile(new URL(`../../../docs/badges/docker-registry.${kind}`, import.meta.url), 'utf8');
  expect(await run(['badge', 'docker-registry'])).toEqual({ code: 0, out: await committed('json'), error: '' });
  expect(await run(['badge', 'docker-registry', '--svg'])).toEqual({ code: 0, out: await committed('svg'), error: '' });
  expect(await run(['badge', 'docker-regitsry'])).toMatchObject({
    code: 2,
    error: expect.stringContaining('did you mean "docker-registry"?'),
  });
});

test('what others wrote does not steer the terminal', async () => {
  let said = '';
  const error = (text: string) => {
    said += text;
  };
  await runCli(['\u001b]0;title\u0007\u202eyfirev'], { folder: '/', env: {}, out() {}, error });
  expect(said).toContain('There is no command "\\u001b]0;title\\u0007\\u202eyfirev"');
});
