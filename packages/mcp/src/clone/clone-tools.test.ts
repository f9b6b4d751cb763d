// The tools of a clone, called by a real client: here at this repository, and at a small clone with a broken manifest.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeFolder } from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConnectedClient, connectClient } from '../testing/connect-client.ts';
import { clonePages } from './clone-pages.ts';
import { cloneTools } from './clone-tools.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
async function call(to: ConnectedClient, name: string, input: Record<string, unknown> = {}): Promise<any> {
  const { content, structuredContent = {}, isError } = await to.client.callTool({ name, arguments: input });
  const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return isError ? { isError, text } : { ...(structuredContent as object), text };
}

describe('at this repository', () => {
  let here: ConnectedClient;
  beforeAll(async () => {
    here = await connectClient({ sources: [cloneTools({ root, folder: root })], pages: clonePages(root) });
  });
  afterAll(() => here?.close());

  test('the tools say what they are and what they change', async () => {
    const { tools } = await here.client.listTools();
    expect(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint])).toEqual([
      ['verify_manifest', true],
      ['list_manifests', true],
      ['explain_rule', true],
      ['list_rules', true],
      ['diff_manifest', true],
      ['make_contract', false],
      ['list_api_operations', true],
      ['scaffold_manifest', false],
    ]);
    for (const { description, inputSchema } of tools) {
      expect(description).toMatch(/\.$/);
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    }
  });

  test('rules are listed by level and explained', async () => {
    const { rules } = await call(here, 'list_rules', { level: 'bronze' });
    expect(new Set(rules.map(({ gates }: { gates: string }) => gates))).toEqual(new Set(['bronze']));
    expect(await call(here, 'explain_rule', { rule: rules[0].id })).toMatchObject({
      rule: rules[0].id,
      title: rules[0].title,
      why: expect.stringMatching(/\w/),
      fix: expect.stringMatching(/\w/),
      gates: 'bronze',
    });
  });

  test('what is not there is named with the nearest there is', async () => {
    expect(await call(here, 'explain_rule', { rule: 'paginaton' })).toEqual({
      isError: true,
      text: 'There is no rule "paginaton". Did you mean "pagination"?',
    });
    expect(await call(here, 'verify_manifest', { ids: ['gitee'] })).toMatchObject({
      isError: true,
      text: expect.stringContaining('did you mean "gitea"?'),
    });
    expect(await call(here, 'verify_manifests')).toMatchObject({
      isError: true,
      text: expect.stringContaining('Did you mean "verify_manifest"?'),
    });
    expect(here.errors).toEqual([]);
  });

  test('an input that does not fit is refused with its path', async () => {
    expect(await call(here, 'verify_manifest', { ids: 'gitea' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('ids: '),
    });
    expect(await call(here, 'diff_manifest', { id: 'gitea', base: '--output=/tmp/x' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('must be a branch or commit'),
    });
  });

  test('calls are made one after another, and those of who has gone not at all', async () => {
    const tools = await cloneTools({ root, folder: root }).list({ isFresh: true });
    const left = new AbortController();
    const context = { signal: left.signal, canAskPerson: false, answers: undefined, questionId: undefined };
    const made = tools
      .filter(({ name }) => name === 'list_rules' || name === 'explain_rule')
      .map((tool) => tool.call({ rule: 'replay' }, context));
    left.abort();
    for (const one of made) await expect(one).rejects.toThrow('taken back before anything was done');
  });

  test('the pages are the files of docs/', async () => {
    const { resources } = await here.client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      'patchbay://docs/adding-a-manifest',
      'patchbay://docs/reference/manifest',
    ]);
    const { contents } = await here.client.readResource({ uri: 'patchbay://docs/reference/manifest' });
    expect(contents).toMatchObject([{ text: readFileSync(join(root, 'docs/reference/manifest.md'), 'utf8') }]);
  });
});

describe('at a clone with a manifest that is being written', () => {
  const clone = mkdtempSync(join(tmpdir(), 'patchbay-clone-'));
  const file = join(clone, 'manifests/osv/osv.manifest.ts');
  let there: ConnectedClient;
  beforeAll(async () => {
    mkdirSync(join(clone, 'manifests'));
    cpSync(join(root, 'manifests/osv'), join(clone, 'manifests/osv'), { recursive: true });
    const git = (...args: string[]) => execFileSync('git', ['-C', clone, ...args], { stdio: 'pipe' });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'first');
    there = await connectClient({ sources: [cloneTools({ root: clone, folder: clone })], pages: clonePages(clone) });
  });
  afterAll(async () => {
    await there?.close();
    removeFolder(clone);
  });

  test('it is correct, then it is not, with place, reason and fix', async () => {
    const before = await call(there, 'verify_manifest', { ids: ['osv'] });
    expect(before).toMatchObject({ isCorrect: true, errors: 0, manifests: [{ id: 'osv' }] });
    expect(before.manifests[0].missingForNextLevel).toMatch(/needs/);
    const text = readFileSync(file, 'utf8');
    const request = /request: '(\w+ \/\S+?)'/.exec(text)?.[1] ?? '';
    writeFileSync(file, text.replace(request, `${request}-not-there`));
    const after = await call(there, 'verify_manifest', { ids: ['osv'], level: 'platinum' });
    expect(after).toMatchObject({ isCorrect: false, belowLevel: ['osv'] });
    const group = after.problems.find(({ rule }: { rule: string }) => rule === 'requests-in-contract');
    expect(group).toMatchObject({ severity: 'error', why: expect.any(String) });
    const [place] = group.places;
    expect(place).toMatchObject({ file: 'manifests/osv/osv.manifest.ts', manifest: 'osv' });
    expect(text.split('\n')[place.line - 1]).toContain(request);
    expect(group.fix ?? place.fix).toMatch(/\w/);
    expect(JSON.parse(after.text)).toMatchObject({ isCorrect: false });
    writeFileSync(file, text);
  });

  test('manifests are listed with what they lack', async () => {
    expect(await call(there, 'list_manifests')).toMatchObject({
      manifests: [{ id: 'osv', name: 'OSV', level: expect.any(String), missingForNextLevel: expect.any(String) }],
    });
  });

  test('a change is told with the version it takes', async () => {
    const text = readFileSync(file, 'utf8');
    expect(await call(there, 'diff_manifest', { id: 'osv', base: 'main' })).toMatchObject({ changes: [] });
    writeFileSync(file, text.replace(/safety: 'read'/, "safety: 'write'"));
    expect(await call(there, 'diff_manifest', { id: 'osv', base: 'main' })).toMatchObject({
      isNew: false,
      changes: [{ path: expect.stringContaining('operations') }],
      isVersionRaisedEnough: false,
    });
    writeFileSync(file, text);
    expect(await call(there, 'diff_manifest', { id: 'osv', base: 'no-such-branch' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('Git knows no "no-such-branch"'),
    });
  });

  test('a contract is made from a description, and only when that is asked for', async () => {
    const contract = join(clone, 'manifests/osv/contract.json');
    const before = readFileSync(contract, 'utf8');
    const description = {
      openapi: '3.0.0',
      info: { title: 'An API', version: '1' },
      paths: { '/other': { get: { responses: {} } } },
    };
    writeFileSync(join(clone, 'openapi.json'), JSON.stringify(description));
    const checked = await call(there, 'make_contract', { id: 'osv', file: 'openapi.json', isCheck: true });
    expect(checked).toMatchObject({ isWritten: false, path: 'manifests/osv/contract.json' });
    expect(checked.missing.length).toBeGreaterThan(0);
    expect(readFileSync(contract, 'utf8')).toBe(before);
    // Of another API: it would only take the place of a contract that proves something.
    expect(await call(there, 'make_contract', { id: 'osv', file: 'openapi.json' })).toMatchObject({ isWritten: false });
    expect(readFileSync(contract, 'utf8')).toBe(before);
    const own = { ...description, paths: { '/v1/query': { post: { responses: {} } } } };
    writeFileSync(join(clone, 'openapi.json'), JSON.stringify(own));
    expect(await call(there, 'make_contract', { id: 'osv', file: 'openapi.json' })).toMatchObject({ isWritten: true });
    expect(readFileSync(contract, 'utf8')).not.toBe(before);
    writeFileSync(contract, before);
    expect(await call(there, 'make_contract', { id: 'osv', file: 'gone.json' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('There is no file'),
    });
    expect(there.errors).toEqual([]);
  });

  test('the operations of a description are searched, and a manifest is made of some of them', async () => {
    const file = join(root, 'packages/scaffold/test-data/planner-3.1.yaml');
    const { operations } = await call(there, 'list_api_operations', { file, search: 'LIST TASKS' });
    expect(operations).toEqual([expect.stringMatching(/^listTasks .*List tasks/)]);
    const wanted = { id: 'planner', file, operations: ['getMe', 'listTasks'], category: 'Productivity' };
    const made = await call(there, 'scaffold_manifest', wanted);
    expect(made).toMatchObject({
      ...{ folder: 'manifests/planner', level: 'bronze', problems: [], isInCatalog: true, nextLevel: 'silver' },
      operations: ['getMe', 'listTasks'],
      lookAtByHand: expect.arrayContaining([expect.stringContaining('"filter"')]),
      missingForNextLevel: [expect.stringContaining('mutations-silver')],
    });
    const text = readFileSync(join(clone, 'manifests/planner/planner.manifest.ts'), 'utf8');
    expect(text).toContain("name: 'Harvest Planner'");
    expect(await call(there, 'scaffold_manifest', wanted)).toMatchObject({
      isError: true,
      text: expect.stringContaining('is there already'),
    });
    expect(readFileSync(join(clone, 'manifests/planner/planner.manifest.ts'), 'utf8')).toBe(text);
  });

  test.each([
    [{ operations: ['listTask'] }, 'did you mean "listTasks"'],
    [{ id: '../escape' }, 'id: '],
    [{ category: 'Misc' }, 'category: '],
    [{ file: 'gone.yaml' }, 'gone.yaml'],
    [{ baseUrl: 'http://planner.example.com' }, 'https address'],
  ])('a manifest that cannot be made, %j, is refused with a way on, and nothing is left', async (change, message) => {
    const file = join(root, 'packages/scaffold/test-data/planner-3.1.yaml');
    const wanted = { id: 'other', file, operations: ['getMe'], category: 'Productivity', ...change };
    expect(await call(there, 'scaffold_manifest', wanted)).toMatchObject({
      isError: true,
      text: expect.stringContaining(message),
    });
    expect(existsSync(join(clone, 'manifests/other'))).toBe(false);
    expect(there.errors).toEqual([]);
  });

  test('a clone without the docs has no pages', async () => {
    expect(clonePages(clone)).toEqual([]);
  });
});
