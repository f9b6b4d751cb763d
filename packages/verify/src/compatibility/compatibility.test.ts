// The rules that look beyond the manifest as it is: at what it was in git, and at what others of its rules found.
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verify } from '../verify.ts';

const source = fileURLToPath(new URL('../../../../manifests/osv', import.meta.url));

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-compatibility-'));
  await mkdir(join(root, 'manifests'));
  await cp(source, join(root, 'manifests/osv'), { recursive: true, filter: (path) => !path.includes('node_modules') });
});
afterEach(() => rm(root, { recursive: true }));

async function change(edit: (text: string) => string): Promise<void> {
  const file = join(root, 'manifests/osv/osv.manifest.ts');
  const text = await readFile(file, 'utf8');
  const edited = edit(text);
  expect(edited).not.toBe(text);
  await writeFile(file, edited);
}

async function found(rule: string, now = Date.parse('2026-11-28T12:00:00Z')) {
  const { problems, capped, manifests } = await verify({ root, ids: ['osv'], now });
  const messages = [...problems, ...capped].filter((problem) => problem.rule === rule).map(({ message }) => message);
  return { messages, level: manifests[0]?.level, evidence: manifests[0]?.evidence };
}

const version = /version: '(\d+)\.(\d+)\.(\d+)'/;
const raised = (text: string, to: string) => text.replace(version, `version: '${to}'`);
const withAnotherSafety = (text: string) => text.replace(/safety: 'read'/, "safety: 'write'");

describe('a manifest that was another where the branch began', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      stdio: 'pipe',
    });
  beforeEach(() => {
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-qm', 'first');
    git('switch', '-qc', 'work');
  });

  test('has to rise its version when it breaks something, committed or not, and to say what to do', async () => {
    expect((await found('compatibility')).messages).toEqual([]);
    await change(withAnotherSafety);
    const [message] = (await found('compatibility')).messages;
    expect(message).toMatch(/is no \w+ version, which it takes: operations\./);
    expect((await found('compatibility')).level).toBe('unlisted');
    git('commit', '-qam', 'second');
    expect((await found('compatibility')).messages).toEqual([message]);
    await change((text) => raised(text, '9.0.0'));
    const [unsaid] = (await found('compatibility')).messages;
    if (unsaid !== undefined) {
      expect(unsaid).toContain('`migrations` says nothing of it');
      await change((text) =>
        text.replace(
          / {2}capabilities:/,
          "  migrations: { '9.0.0': ['Grant the scope for writing again.'] },\n  capabilities:",
        ),
      );
    }
    expect((await found('compatibility')).messages).toEqual([]);
  });

  test('is held to what it was on the base, and not to what the base became', async () => {
    await change(withAnotherSafety);
    await change((text) => raised(text, '0.0.1'));
    expect((await found('compatibility')).messages).toHaveLength(1);
    git('commit', '-qam', 'on the branch');
    git('switch', '-q', 'main');
    expect((await found('compatibility')).messages).toEqual([]);
  });

  test('that is new has nothing to be held to', async () => {
    git('rm', '-rqf', '--cached', 'manifests');
    git('commit', '-qm', 'none');
    git('branch', '-qf', 'main');
    await change(withAnotherSafety);
    expect((await found('compatibility')).messages).toEqual([]);
  });
});

test('outside of git nothing is known of what a manifest was', async () => {
  await change(withAnotherSafety);
  expect((await found('compatibility')).messages).toEqual([]);
});

describe('an exemption', () => {
  const exempt = (rule: string, until = '2026-12-31') =>
    change((text) =>
      text.replace(
        /\n}\);\s*$/,
        `\n  exemptions: [{ rule: '${rule}', reason: 'The provider is about to change it.', owner: '@acme/team', until: '${until}' }],\n});\n`,
      ),
    );
  const breakRequest = () => change((text) => text.replace(/(request: '\w+ \/\S+?)'/, "$1-not-there'"));

  test('lets through what its rule finds, up to its day, and the evidence says so', async () => {
    await breakRequest();
    expect((await found('requests-in-contract')).messages).toHaveLength(1);
    await exempt('requests-in-contract');
    expect((await found('requests-in-contract')).messages).toEqual([]);
    expect((await found('exemptions')).messages).toEqual([]);
    expect((await found('requests-in-contract')).evidence).toContain('exempted from requests-in-contract');
    expect((await found('no-exemptions')).messages).toEqual(['"requests-in-contract" is exempted']);
    // The day after, wherever it still was that day.
    const later = Date.parse('2027-01-01T13:00:00Z');
    expect((await found('requests-in-contract', later)).messages).toHaveLength(1);
    expect((await found('exemptions', later)).messages).toEqual([
      'the exemption from "requests-in-contract" ended on 2026-12-31',
    ]);
  });

  test('that nothing needs is a fault itself', async () => {
    await exempt('pagination');
    expect(await found('exemptions')).toMatchObject({
      messages: ['"pagination" finds nothing, so the exemption from it is not needed'],
      level: 'unlisted',
    });
  });

  test.each([
    ['paginaton', 'there is no rule "paginaton"'],
    ['no-real-secrets', '"no-real-secrets" keeps everybody safe, and nobody is exempted from it'],
  ])('from %s is none', async (rule, message) => {
    await exempt(rule);
    expect((await found('exemptions')).messages).toEqual([message]);
  });

  test('from a rule that keeps secrets out is not followed', async () => {
    await exempt('no-real-secrets');
    await writeFile(join(root, 'manifests/osv/fixtures/leak.json'), `"ghp_${'q7Rk2mZ0wL'.repeat(4)}"\n`);
    expect((await found('no-real-secrets')).messages).toHaveLength(1);
  });
});
