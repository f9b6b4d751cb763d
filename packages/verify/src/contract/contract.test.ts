import { contractSchema, parseManifest } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { sampleManifest } from '../sample-manifest.ts';
import { findDrift } from './find-drift.ts';
import { DescriptionError, readDescription } from './read-description.ts';
import { formatContract, sliceContract } from './slice-contract.ts';

const parsed = parseManifest(sampleManifest);
if (!parsed.ok) throw new Error('the sample is not valid');
const { manifest } = parsed;

const paths = {
  '/user': { get: { operationId: 'getUser' } },
  '/user/repos': {
    parameters: [{ $ref: '#/components/parameters/page' }],
    get: {
      parameters: [
        { name: 'limit', in: 'query' },
        { name: 'X-Header', in: 'header' },
      ],
    },
  },
  '/repos/{owner}/{name}/issues/{number}/comments': {
    post: { deprecated: true, parameters: [{ name: 'owner', in: 'path' }] },
  },
  '/unused': { delete: {} },
};
const openapi = {
  ...{
    openapi: '3.1.0',
    info: { title: 'Forge', version: '7' },
    servers: [{ url: 'https://forge.example.com/api/v1/' }],
    paths,
  },
  components: { parameters: { page: { name: 'page', in: 'query' } } },
};
const facts = { source: 'forge.json at 7', retrieved: '2026-11-27', confidence: 'high' } as const;

test('OpenAPI 3 is read with its references, and the manifest gets its own rows only', () => {
  const { contract, missing } = sliceContract(manifest, readDescription(JSON.stringify(openapi)), facts);
  expect(missing).toEqual([]);
  expect(contract).toEqual({
    ...facts,
    ...{ specVersion: '7', basePath: '/api/v1' },
    operations: [
      { method: 'GET', path: '/user', operationId: 'getUser', params: [] },
      { method: 'GET', path: '/user/repos', params: ['page', 'limit'], paginated: true },
      { method: 'POST', path: '/repos/{owner}/{name}/issues/{number}/comments', params: ['owner'], deprecated: true },
    ],
  });
  const text = formatContract(contract);
  expect(contractSchema.parse(JSON.parse(text))).toEqual(contract);
  expect(text.split('\n').filter((line) => line.includes('"method"'))).toHaveLength(3);
});

test('OpenAPI 2, YAML and lists of facts give the same', () => {
  const swagger = {
    swagger: '2.0',
    info: { title: 'Forge', version: '7' },
    basePath: '/api/v1',
    paths: { '/user': paths['/user'] },
  };
  const yaml =
    'swagger: "2.0"\ninfo: {title: Forge, version: "7"}\nbasePath: /api/v1\npaths:\n  /user:\n    get: {operationId: getUser}\n';
  expect(readDescription(yaml)).toEqual(readDescription(JSON.stringify(swagger)));
  const list = {
    source: 'x',
    basePath: '/api/v1',
    operations: [{ method: 'get', path: '/user', operationId: 'getUser', params: [] }, 'odd'],
  };
  expect(readDescription(JSON.stringify(list)).operations).toEqual(readDescription(yaml).operations);
});

test('a request the description does not have is named with the nearest it has', () => {
  const description = readDescription(JSON.stringify({ ...openapi, paths: { '/users': paths['/user'] } }));
  const { contract, missing } = sliceContract(manifest, description, facts);
  expect(contract.operations).toEqual([]);
  expect(missing.map(({ operation }) => operation)).toEqual(['getUser', 'listRepositories', 'createComment']);
  expect(missing[0]).toMatchObject({ request: 'GET /api/v1/user', hint: expect.stringContaining('/api/v1/users') });
});

test('what a newer description says otherwise is told, one by one', () => {
  const { contract: before } = sliceContract(manifest, readDescription(JSON.stringify(openapi)), facts);
  const newer = structuredClone(openapi) as { paths: Record<string, Record<string, object>> } & typeof openapi;
  delete (newer.paths as Record<string, unknown>)['/repos/{owner}/{name}/issues/{number}/comments'];
  newer.paths['/user'] = { get: { deprecated: true, parameters: [{ name: 'fields', in: 'query' }] } } as never;
  newer.paths['/user/repos'] = { get: {} } as never;
  const drift = findDrift(before, readDescription(JSON.stringify(newer)));
  expect(drift.map(({ kind, request }) => `${kind} ${request}`)).toEqual([
    'deprecated GET /api/v1/user',
    'parameters GET /api/v1/user',
    'pages GET /api/v1/user/repos',
    'parameters GET /api/v1/user/repos',
    'gone POST /api/v1/repos/{}/{}/issues/{}/comments',
  ]);
  expect(findDrift(before, readDescription(JSON.stringify(openapi)))).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['text', 'hello'],
  ['a list', '[]'],
  ['another object', '{"a":1}'],
  ['a description of nothing', '{"openapi":"3.0.0","info":{}}'],
  ['broken JSON', '{"openapi":'],
  [
    'a bomb of aliases',
    `a: &a [x,x]\n${Array.from(
      { length: 30 },
      (_, n) =>
        `b${n}: &b${n} [${Array(50)
          .fill(n === 0 ? '*a' : `*b${n - 1}`)
          .join(',')}]`,
    ).join('\n')}`,
  ],
  [
    'a reference round in circles',
    '{"openapi":"3.0.0","paths":{"/a":{"get":{"parameters":[{"$ref":"#/paths/~1a/get/parameters/0"}]}}}}',
  ],
  [
    'keys that reach for prototypes',
    '{"openapi":"3.0.0","paths":{"/a":{"get":{"parameters":[{"$ref":"#/__proto__/constructor"}]}}}}',
  ],
])('%s is one clear sentence, or read without harm', (_name, text) => {
  try {
    const { operations } = readDescription(text);
    expect(operations.every(({ params }) => params.length === 0)).toBe(true);
  } catch (error) {
    expect(error).toBeInstanceOf(DescriptionError);
  }
});
