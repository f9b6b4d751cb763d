import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verify } from '@patchbay/verify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readApi } from './api/read-api.ts';
import { type CreateManifestOptions, createManifest } from './create-manifest.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const dataFolder = fileURLToPath(new URL('../test-data', import.meta.url));

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-scaffold-'));
  await mkdir(join(root, 'manifests'));
});
afterEach(() => rm(root, { recursive: true }));

async function make(file: string, change: Partial<CreateManifestOptions> & Pick<CreateManifestOptions, 'operations'>) {
  const api = readApi(await readFile(join(dataFolder, file), 'utf8'));
  const made = await createManifest({
    ...{ root, id: 'acme-tool', name: 'Acme Tool', category: 'Development', owner: '@patchbay/maintainers', api },
    ...{ isDescribed: true, source: `${file}: ${api.facts.title}`, kinds: [], today: '2026-11-28' },
    ...change,
  });
  const { manifests, problems } = await verify({ root, ids: ['acme-tool'] });
  const folder = join(root, 'manifests/acme-tool');
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const fixture = async (name: string) => JSON.parse(await read(`fixtures/${name}.json`)) as Record<string, never>;
  return {
    made,
    level: manifests[0]?.level,
    problems,
    manifest: manifests[0]?.manifest as never,
    read,
    fixture,
    folder,
  };
}

test('OpenAPI 3.1 in YAML, a bearer token and cursors: bronze as it is written', async () => {
  const operations = ['getMe', 'listTasks', 'createTask', 'deleteTask', 'getTaskNotes'];
  const { level, problems, manifest, fixture, made } = await make('planner-3.1.yaml', { operations });
  expect(problems).toEqual([]);
  expect(level).toBe('bronze');
  expect(manifest).toMatchObject({
    settings: { region: { type: 'select', options: [{ value: 'eu' }, { value: 'us' }] } },
    hosts: ['{settings.region}.planner.example.com'],
    auth: [{ type: 'bearer' }],
    http: { baseUrl: 'https://{settings.region}.planner.example.com/v2', errorMessage: 'error.message' },
    test: { operation: 'getMe', account: { id: 'id', label: 'name' } },
  });
  const { listTasks, createTask, deleteTask, getTaskNotes } = (manifest as { operations: Record<string, never> })
    .operations;
  expect(listTasks).toMatchObject({
    items: 'data',
    paginate: {
      ...{
        type: 'cursor',
        from: { body: 'meta.next_cursor' },
        to: { query: 'cursor' },
        stop: { unless: 'meta.has_more' },
      },
      size: { param: 'page_size', value: 200, max: 200 },
    },
    input: { xTraceId: { type: 'text' }, status: { type: 'multi-select' }, dueBefore: { type: 'text' } },
    headers: { 'X-Trace-Id': '{input.xTraceId}' },
  });
  expect(createTask).toMatchObject({
    safety: 'write',
    input: { title: { required: true }, status: { type: 'select' }, assigneeId: { help: 'Who does it.' } },
    body: { title: '{input.title}', due_at: '{input.dueAt}', assignee_id: '{input.assigneeId}' },
  });
  expect(deleteTask).toMatchObject({ safety: 'destructive', request: 'DELETE /tasks/{taskId}', response: 'none' });
  expect(getTaskNotes).toMatchObject({ response: 'text' });
  expect(made.notes.join('\n')).toContain('"filter"');
  expect(await fixture('test')).toMatchObject({
    provenance: { kind: 'spec-example', source: expect.stringContaining('Harvest Planner API') },
    expect: { account: { id: 'prs_7', label: 'Ada Field' } },
  });
  expect(await fixture('test-bad-credentials')).toMatchObject({
    provenance: { kind: 'spec-example' },
    interactions: [{ response: { status: 401, body: { error: { code: 'bad_token' } } } }],
    expect: { errorClass: 'auth_invalid' },
  });
  const pages = await fixture('list-tasks');
  expect(pages).toMatchObject({ provenance: { kind: 'synthesised' }, expect: { items: 2 } });
  expect(pages.interactions).toHaveLength(2);
  expect(await fixture('create-task')).toMatchObject({ call: { input: { title: 'Mow the upper field' } } });
});

test('OpenAPI 3.0 in JSON, two keys in headers and numbered pages: bronze as it is written', async () => {
  const operations = ['GET /account', 'monitors/list', 'checks/list-for-monitor', 'POST /monitors/{id}/checks'];
  const { level, problems, manifest, fixture } = await make('monitor-3.0.json', { operations });
  expect(problems).toEqual([]);
  expect(level).toBe('bronze');
  expect(manifest).toMatchObject({
    hosts: ['api.watchtower.example.com'],
    http: { baseUrl: 'https://api.watchtower.example.com/api/v1' },
    auth: [
      { type: 'api_key', headers: { 'WT-APPLICATION-KEY': '{credentials.appKey}' }, config: { name: 'WT-API-KEY' } },
    ],
    test: { operation: 'getAccount', account: { id: 'to_string(account.id)', label: 'account.name' } },
    operations: {
      listMonitors: {
        items: 'monitors',
        paginate: {
          ...{ type: 'page', param: 'page', size: { param: 'per_page', value: 100, max: 100 } },
          until: { total: 'total_count' },
        },
        input: { tags: { type: 'text' } },
      },
      listChecksForMonitor: { items: '@', unpaginatedReason: expect.stringContaining('no parameter') },
      runChecks: { bodyType: 'form', input: { from: { type: 'select' } } },
    },
  });
  expect(await fixture('list-monitors')).toMatchObject({
    call: { input: { tags: expect.any(String) } },
    interactions: [
      { request: { path: expect.stringContaining('per_page=100') } },
      { request: { path: expect.stringContaining('page=2') } },
    ],
    expect: { items: 3, first: { id: 11 } },
  });
});

test('OpenAPI 2.0 with Basic, no pages and no server: bronze as it is written', async () => {
  const operations = ['currentSession', 'getPlaces', 'addPlace', 'replacePlace', 'removePlace'];
  const docs = 'https://stockroom.example.com/rest';
  const { level, problems, manifest, fixture } = await make('warehouse-2.0.json', { operations, docs });
  expect(problems).toEqual([]);
  expect(level).toBe('bronze');
  expect(manifest).toMatchObject({
    settings: { baseUrl: { type: 'url' } },
    hosts: ['{settings.baseUrl}'],
    auth: [{ type: 'basic' }],
    http: { baseUrl: '{settings.baseUrl}/stock/rest' },
    operations: {
      getPlaces: { items: '@', input: { kind: { type: 'text' } } },
      addPlace: { body: { code: '{input.code}', capacity: '{input.capacity}' } },
    },
  });
  expect((manifest as { operations: { getPlaces: object } }).operations.getPlaces).not.toHaveProperty('paginate');
  expect(await fixture('test')).toMatchObject({
    provenance: { kind: 'spec-example' },
    credentials: { username: 'example-user' },
    interactions: [{ request: { path: '/stock/rest/session' } }],
  });
});

test('what is written has the layout of the repository and holds nothing but what a manifest folder may', async () => {
  for (const [file, operations] of [
    ['planner-3.1.yaml', ['getMe', 'listTasks', 'createTask', 'deleteTask']],
    ['monitor-3.0.json', ['GET /account', 'monitors/list']],
  ] as const) {
    const { folder } = await make(file, { operations });
    const biome = join(repository, 'node_modules/.bin/biome');
    const config = ['--config-path', repository, '--vcs-enabled=false'];
    const target = join(folder, 'acme-tool.manifest.ts');
    const { status, stdout, stderr } = spawnSync(biome, ['check', ...config, target], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).toContain('Checked 1 file');
    expect(status, `${stdout}${stderr}`).toBe(0);
    expect((await readdir(folder)).sort()).toEqual([
      'acme-tool.manifest.ts',
      'contract.json',
      'fixtures',
      'logo.svg',
      'package.json',
    ]);
    expect((await readdir(join(root, 'manifests'))).filter((name) => name.startsWith('.'))).toEqual([]);
    await rm(folder, { recursive: true });
  }
});
