import type { ManifestInput } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { runVerifyCommand } from './command.ts';
import { loadContexts } from './manifest/load-contexts.ts';
import { runManifestChecks } from './run-checks.ts';
import { type Sample, toFiles, toFolder } from './sample.ts';
import { sampleFixture } from './sample-manifest.ts';

type Operations = ManifestInput['operations'];

const operation = (change: object): Sample => ({
  change: (manifest) => ({
    ...manifest,
    operations: { ...manifest.operations, listRepositories: { ...manifest.operations.listRepositories, ...change } },
  }),
});
const top = (change: object): Sample => ({ change: (manifest) => ({ ...manifest, ...change }) });
const sync = (change: object): Sample => ({
  change: (manifest) => ({ ...manifest, syncs: { repositories: { ...manifest.syncs?.repositories, ...change } } }),
});
const file = (name: string, change: (value: Record<string, unknown>) => object): Sample => ({
  files: { [name]: JSON.stringify(change(JSON.parse(toFiles({}).get(name) ?? '{}')), null, 2) },
});

test.each<[what: string, sample: Sample, rule: string, near: string]>([
  ['a category', top({ category: 'Develpment' }), 'schema', 'Development'],
  ['a category in lower case', top({ category: 'hr & people' }), 'schema', 'HR & People'],
  ['a capability', top({ capabilities: ['sync', 'wrte', 'discovery', 'health'] }), 'schema', 'write'],
  ['a class of errors', top({ errors: [{ status: 401, class: 'auth_invald' }] }), 'schema', 'auth_invalid'],
  ['a type of sign-in', top({ auth: [{ id: 'token', type: 'berer' }] }), 'schema', 'bearer'],
  ['a type of field', top({ settings: { baseUrl: { type: 'ulr' } } }), 'schema', 'url'],
  ['a paginator', operation({ paginate: { type: 'linkheader' } }), 'schema', 'link_header'],
  ['a safety class', operation({ safety: 'raed' }), 'schema', 'read'],
  ['a field of an operation', operation({ saftey: 'read' }), 'schema', 'safety'],
  ['a field beside its kin', operation({ paginat: {} }), 'schema', 'paginate'],
  ['a field of the manifest', top({ tag: ['git'] }), 'schema', 'tags'],
  ['an interface', top({ implements: { 'scm.coment': { operation: 'createComment' } } }), 'schema', 'scm.comment'],
  ['the operation of a sync', sync({ operation: 'listRepositores' }), 'schema', 'listRepositories'],
  ['the operation of the test', top({ test: { operation: 'getUsr' } }), 'schema', 'getUser'],
  [
    'the operation of a method',
    top({ auth: [{ id: 'token', type: 'bearer', operations: ['getUsers'] }] }),
    'schema',
    'getUser',
  ],
  ['a model', sync({ model: 'repositry' }), 'schema', 'repository'],
  ['a mode', sync({ mode: 'ful' }), 'schema', 'full'],
  [
    'the sync of an event',
    top({
      webhooks: {
        verify: { type: 'none', reason: 'it signs nothing, and says so in its reference' },
        event: { header: 'x-event' },
        events: { push: { description: 'Something was pushed.', syncs: ['repositoris'] } },
      },
    }),
    'schema',
    'repositories',
  ],
  ['a word of a path', operation({ request: 'GET /user/reops' }), 'requests-in-contract', '/api/v1/user/repos'],
  [
    'a path with a word too many',
    operation({ request: 'GET /users/user/repos' }),
    'requests-in-contract',
    '/api/v1/user/repos',
  ],
  ['a query parameter', operation({ query: { visibilty: 'all' } }), 'request-parameters', 'visibility'],
  ['a function', operation({ items: 'to_aray(@)' }), 'expressions', 'to_array'],
  ['a setting in a template', top({ http: { baseUrl: '{settings.baseUlr}/api/v1' } }), 'placeholders', 'baseUrl'],
  [
    'a field of a contract',
    file('contract.json', ({ retrieved, ...rest }) => ({ ...rest, retreived: retrieved })),
    'contract',
    'retrieved',
  ],
  ['the trust in a contract', file('contract.json', (value) => ({ ...value, confidence: 'hihg' })), 'contract', 'high'],
  [
    'a field of a fixture',
    file('fixtures/test.json', ({ expect: out, ...rest }) => ({ ...rest, expects: out })),
    'fixtures',
    'expect',
  ],
  [
    'where a fixture comes from',
    file('fixtures/test.json', (value) => ({
      ...value,
      provenance: { ...(value.provenance as object), kind: 'recoded' },
    })),
    'fixtures',
    'recorded',
  ],
  [
    'the call of a fixture',
    file('fixtures/create-comment.json', (value) => ({ ...value, call: { operaton: 'createComment' } })),
    'fixtures',
    'operation',
  ],
  [
    'the operation of a fixture',
    { files: { 'fixtures/other.json': sampleFixture({ call: { operation: 'createComent' } }) } },
    'fixtures',
    'createComment',
  ],
  [
    'the interface of a fixture',
    {
      ...top({ implements: { 'scm.comment': { operation: 'createComment', input: '{owner: owner}' } } }),
      files: { 'fixtures/other.json': sampleFixture({ call: { interface: 'scm.coment' } }) },
    },
    'fixtures',
    'scm.comment',
  ],
  [
    'the method of a fixture',
    { files: { 'fixtures/other.json': sampleFixture({ authMethod: 'tokn' }) } },
    'fixtures',
    'token',
  ],
])('%s that is nearly right is answered with the one that is meant', async (_, sample, rule, near) => {
  const [source] = await loadContexts([toFolder(sample)]);
  if (!source) throw new Error('the sample was not loaded');
  const { problems } = await runManifestChecks(source);
  expect(
    problems.filter((problem) => problem.rule === rule).map(({ message, fix }) => `${message} ${fix}`),
  ).toContainEqual(expect.stringContaining(`did you mean "${near}"?`));
});

test('what is near nothing gets no guess', async () => {
  const [source] = await loadContexts([toFolder(top({ colour: 'red', operations: {} as Operations }))]);
  const { problems } = await runManifestChecks(source as never);
  expect(problems.filter(({ fix }) => fix.includes('did you mean'))).toEqual([]);
});

test('an option of the command', async () => {
  const written: string[] = [];
  const output = { out: (text: string) => void written.push(text), error: (text: string) => void written.push(text) };
  expect(await runVerifyCommand(null, ['--wtach'], output)).toBe(2);
  expect(written.join('')).toContain('did you mean "--watch"?');
});
