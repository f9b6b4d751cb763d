import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescriptionError, readDescriptionFile, verify } from '@patchbay/verify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readApi } from './api/read-api.ts';
import { createManifest } from './create-manifest.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-scaffold-'));
  await mkdir(join(root, 'manifests'));
});
afterEach(() => rm(root, { recursive: true }));

const head = {
  openapi: '3.1.0',
  info: { title: 'Acme', version: '1' },
  servers: [{ url: 'https://api.acme.example.com' }],
};
const me = { get: { operationId: 'getMe', responses: { 200: { description: 'ok' } } } };

/** Makes a manifest of one description, and says what became of the folder. */
async function make(document: object | string, operations: string[], id = 'acme') {
  const api = readApi(typeof document === 'string' ? document : JSON.stringify(document));
  const made = await createManifest({
    ...{ root, id, name: 'Acme', category: 'Cloud', owner: '@patchbay/maintainers', api, isDescribed: true },
    ...{
      source: 'acme.json: Acme 1',
      operations,
      kinds: ['bearer'],
      today: '2026-11-28',
      docs: 'https://acme.example.com',
    },
  });
  const { manifests, problems } = await verify({ root, ids: [id] });
  return { made, problems, level: manifests[0]?.level, manifest: manifests[0]?.manifest as never };
}
const left = () => readdir(join(root, 'manifests'));

test('a file that is missing, a folder, or too large to be a description is refused before it is read', async () => {
  await expect(readDescriptionFile(join(root, 'none.yaml'))).rejects.toThrow(/There is no file .*none\.yaml/);
  await expect(readDescriptionFile(root)).rejects.toThrow(/is no file/);
  const large = join(root, 'large.json');
  await writeFile(large, '');
  await truncate(large, 30 * 1024 * 1024);
  await expect(readDescriptionFile(large)).rejects.toThrow(/30 MiB, and 25 MiB are the most/);
});

test.each([
  ['nothing', ''],
  ['a letter', 'Dear reader'],
  ['JSON that breaks off', '{"openapi":"3.1.0",'],
  ['another document', '{"asyncapi":"2.0.0"}'],
  ['a list of facts', '{"operations":[{"method":"GET","path":"/a"}]}'],
  ['a description of nothing', '{"openapi":"3.1.0","paths":{}}'],
  [
    'aliases that multiply',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`)}]`)
      .join('\n')}`,
  ],
])('%s is no description', (_name, text) => {
  expect(() => readApi(text)).toThrow(DescriptionError);
});

test('what stands in another file is not fetched, wherever it is referred to', async () => {
  const inPath = { ...head, paths: { '/me': { $ref: './paths/me.yaml' } } };
  expect(() => readApi(JSON.stringify(inPath))).toThrow(/another file \(\.\/paths\/me\.yaml\)/);
  const schema = { $ref: 'https://schemas.example.com/person.json' };
  const responses = { 200: { content: { 'application/json': { schema } } } };
  const inSchema = { ...head, paths: { '/me': me, '/people': { get: { operationId: 'people', responses } } } };
  await expect(make(inSchema, ['people'])).rejects.toThrow(/Bundle it into one file/);
  // An operation that is not asked for does not matter.
  expect((await make(inSchema, ['getMe'])).level).toBe('bronze');
});

test('references that go round in circles end, and so do ones that lead nowhere', async () => {
  const document = {
    ...head,
    paths: {
      '/me': { get: { operationId: 'getMe', responses: { 200: { $ref: '#/components/responses/Loop' } } } },
      '/trees': {
        post: {
          operationId: 'plant',
          parameters: [{ $ref: '#/components/parameters/Nowhere' }, { $ref: '#/components/parameters/%zz' }],
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Tree' } } } },
          responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Both' } } } } },
        },
      },
    },
    components: {
      responses: { Loop: { $ref: '#/components/responses/Loop' } },
      schemas: {
        Tree: {
          type: 'object',
          required: ['root', 'leaves'],
          properties: {
            root: { $ref: '#/components/schemas/Tree' },
            leaves: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
          },
        },
        Both: { allOf: [{ $ref: '#/components/schemas/Both' }, { $ref: '#/components/schemas/Tree' }] },
      },
    },
  };
  const { level, problems } = await make(document, ['getMe', 'plant']);
  expect(problems).toEqual([]);
  expect(level).toBe('bronze');
});

test('a schema that is very wide and deep gives a small sample', async () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 60 }, (_, level) => [
      `L${level}`,
      {
        type: 'object',
        properties: Object.fromEntries(
          Array.from({ length: 60 }, (_unused, index) => [`p${index}`, { $ref: `#/components/schemas/L${level + 1}` }]),
        ),
      },
    ]),
  );
  const responses = { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/L0' } } } } };
  const document = { ...head, paths: { '/me': { get: { operationId: 'getMe', responses } } }, components: { schemas } };
  expect((await make(document, ['getMe'])).level).toBe('bronze');
});

test('names that reach for prototypes are left out or stay names', async () => {
  const text = JSON.stringify({
    ...head,
    paths: {
      '/me': me,
      '/things/{constructor}': {
        post: {
          operationId: '__proto__',
          parameters: [
            { name: 'constructor', in: 'path', required: true, schema: { type: 'string' } },
            { name: 'PROTO', in: 'query', schema: { type: 'string' } },
            { name: 'toString', in: 'query', schema: { type: 'string' } },
          ],
          requestBody: {
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { PROTO: { type: 'string' }, hasOwnProperty: { type: 'string' } },
                },
              },
            },
          },
          responses: {
            200: {
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    properties: { PROTO: { type: 'object', properties: { polluted: { type: 'boolean' } } } },
                  },
                },
              },
            },
          },
        },
      },
    },
  }).replaceAll('"PROTO"', '"__proto__"');
  const { made, level, problems, manifest } = await make(text, ['getMe', '__proto__']);
  expect(problems).toEqual([]);
  expect(level).toBe('bronze');
  expect(made.notes.filter((note) => note.includes('"__proto__"'))).toHaveLength(2);
  expect(manifest).toMatchObject({
    operations: { proto: { request: 'POST /things/{constructorValue}', query: { toString: '{input.toStringValue}' } } },
  });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each([
  ['/a?b=c', /a query/],
  ['/a/{b', /no plain variables/],
  ['/a/{b}{?c*}', /a query|no plain variables/],
  ['/a b', /characters/],
  ['/\u0430\u001b[31m', /characters/],
  ['/a/../../b', /climbs/],
  ['a', /slash/],
])('a path that no request may have is refused by name: %j', async (path, reason) => {
  const document = { ...head, paths: { '/me': me, [path]: { get: { operationId: 'odd', responses: {} } } } };
  await expect(make(document, ['getMe', 'odd'])).rejects.toThrow(reason);
  expect(await left()).toEqual([]);
});

test('an operation without responses is made, and said to be unknown', async () => {
  const document = { ...head, paths: { '/me': { get: { operationId: 'getMe' } } } };
  const { made, level } = await make(document, ['getMe']);
  expect(level).toBe('bronze');
  expect(made.notes).toContain('getMe has no success in the description, so what it answers is not known.');
});

test('texts of a description are data in the manifest, whatever they hold', async () => {
  const nasty = `'); process.exit(1); ('\`\${1}\`\\\u2028 <script>alert(1)</script> \u001b[31m "quoted"`;
  const quoted = `'); process.exit(1); ('\`\${1}\`\\ <script>alert(1)</script> "quoted"`;
  const values = {
    name: `q'\`\${1}\``,
    in: 'query',
    description: nasty,
    schema: { type: 'string', enum: [quoted, 'b'] },
  };
  const unseen = { name: 'unseen', in: 'query', description: nasty, schema: { type: 'string', enum: [nasty, 'b'] } };
  const states = { name: 'state', in: 'query', description: `${nasty} TODO`, schema: { enum: ['TODO', 'DONE'] } };
  const responses = { 200: { description: nasty } };
  const operation = { operationId: nasty, summary: `TODO ${nasty}`, parameters: [values, states, unseen], responses };
  const document = { ...head, info: { title: 'Acme', description: nasty }, paths: { '/me': { get: operation } } };
  const { level, problems, manifest } = await make(document, ['GET /me']);
  expect(problems).toEqual([]);
  expect(level).toBe('bronze');
  const [{ input }] = Object.values((manifest as { operations: Record<string, { input: object }> }).operations) as [
    { input: object },
  ];
  expect(input).toMatchObject({
    q1: { options: [{ value: quoted }, { value: 'b' }] },
    ...{ state: { type: 'text' }, unseen: { type: 'text' } },
  });
});

test('what looks like a secret in an example is not copied', async () => {
  const key = `ghp_${'Zq9'.repeat(13)}`;
  const responses = { 200: { content: { 'application/json': { example: { id: 'a', name: 'b', key } } } } };
  const { level, problems } = await make({ ...head, paths: { '/me': { get: { operationId: 'getMe', responses } } } }, [
    'getMe',
  ]);
  expect(problems).toEqual([]);
  expect(level).toBe('bronze');
});

test.each(['../acme', 'a/b', 'Acme', '', '.acme', 'acme--x', '_template', 'a\u0000b', 'x'.repeat(65)])(
  '%j is no id',
  async (id) => {
    await expect(make({ ...head, paths: { '/me': me } }, ['getMe'], id)).rejects.toThrow(/is no id/);
    expect(await left()).toEqual([]);
  },
);

test('a folder that is there is left as it is, an empty one too', async () => {
  await mkdir(join(root, 'manifests/acme'));
  await expect(make({ ...head, paths: { '/me': me } }, ['getMe'])).rejects.toThrow(/is there already/);
  expect(await readdir(join(root, 'manifests/acme'))).toEqual([]);
  expect(await left()).toEqual(['acme']);
});

test('operations that are not there are all named, with the nearest that are', async () => {
  const document = {
    ...head,
    paths: { '/me': me, '/projects/{id}': { get: { operationId: 'getProject', responses: {} } } },
  };
  await expect(make(document, ['getPrject', 'GET /projcts/{id}', 'getMe'])).rejects.toThrow(
    /"getPrject"; did you mean "getProject"\?\n.*did you mean "GET \/projects\/\{id\}"\?/,
  );
  // Neither the case of the method nor the names of variables matter.
  expect((await make(document, ['get /projects/{projectId}', 'getMe'])).level).toBe('bronze');
});
