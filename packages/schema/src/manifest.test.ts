import { expect, test } from 'vitest';
import { installCredentials } from './auth/credential-fields.ts';
import { toCanonicalJson } from './canonical-json.ts';
import { defineManifest } from './define-manifest.ts';
import { field } from './field.ts';
import type { ManifestInput } from './manifest.ts';
import { parseManifest } from './parse-manifest.ts';

const example: ManifestInput = defineManifest({
  schema: 1,
  id: 'example-forge',
  version: '1.0.0',
  name: 'Example Forge',
  description: 'Repositories of an example server.',
  category: 'Development',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com/api' },
  capabilities: ['sync', 'discovery', 'health'],
  settings: { baseUrl: field.url({ label: 'Server URL', required: true }) },
  hosts: ['{settings.baseUrl}'],
  auth: [{ id: 'token', type: 'bearer' }],
  http: { baseUrl: '{settings.baseUrl}/api' },
  operations: {
    listRepositories: {
      description: 'List repositories.',
      request: 'GET /repos',
      safety: 'read',
      items: '@',
      paginate: { type: 'link_header' },
    },
  },
  test: { operation: 'listRepositories' },
  syncs: {
    repositories: {
      operation: 'listRepositories',
      model: 'repository',
      mode: 'full',
      record: '{id: to_string(id), name: name}',
      deletes: 'absent',
    },
  },
});

function problemsOf(change: Record<string, unknown>): string[] {
  const result = parseManifest({ ...example, ...change });
  return result.ok ? [] : result.problems.map((problem) => `${problem.path}: ${problem.message}`);
}

test('a manifest is accepted and its defaults are filled in', () => {
  const result = parseManifest(example);
  expect(result).toMatchObject({
    ok: true,
    manifest: {
      tags: [],
      operations: { listRepositories: { response: 'json', paginate: { rel: 'next', maxPages: 10_000 } } },
    },
  });
});

test('a parsed manifest parses again to the same bytes', () => {
  const once = parseManifest(example);
  if (!once.ok) throw new Error('the example must be valid');
  const twice = parseManifest(JSON.parse(toCanonicalJson(once.manifest)));
  expect(twice.ok && toCanonicalJson(twice.manifest)).toBe(toCanonicalJson(once.manifest));
});

test.each([
  ['an unknown key', { colour: 'red' }, 'colour: "colour" is not a field'],
  [
    'an unknown nested key',
    { http: { baseUrl: 'https://a.example', retries: 3 } },
    'http.retries: "retries" is not a field',
  ],
  ['an id with capitals', { id: 'GitHub' }, 'id: use lower-case letters'],
  ['an unknown category', { category: 'Games' }, 'category: '],
  [
    'a test of an unknown operation',
    { test: { operation: 'getUser' } },
    'test.operation: "getUser" is not an operation',
  ],
  [
    'two methods of one id',
    {
      auth: [
        { id: 'a', type: 'none' },
        { id: 'a', type: 'bearer' },
      ],
    },
    'auth.1.id: two auth methods',
  ],
  [
    'a member of a key file that hides a field',
    {
      auth: [
        {
          ...{ id: 'a', type: 'bearer' },
          fields: { token: { type: 'secret' }, keyFile: { type: 'secret', members: { token: 'access_token' } } },
        },
      ],
    },
    'auth.0.fields.keyFile.members.token: the method has a credential called "token" already',
  ],
  [
    'a member of a key file that is an expression',
    { auth: [{ id: 'a', type: 'bearer', fields: { keyFile: { type: 'secret', members: { token: 'keys[0]' } } } }] },
    'auth.0.fields.keyFile.members.token: write the names of the members',
  ],
  [
    'a request line with a query',
    {
      operations: { list: { description: 'x', request: 'GET /a?b=1', safety: 'read' } },
      test: { operation: 'list' },
      syncs: {},
    },
    'operations.list.request: write a method and a path',
  ],
  ['no host', { hosts: [] }, 'hosts: operations with `request`'],
  ['a host with a path', { hosts: ['example.com/path'] }, 'hosts.0: use a host'],
  [
    'a delta sync that says not how',
    {
      syncs: {
        a: { operation: 'listRepositories', model: 'repository', mode: 'delta', record: '@', deletes: 'absent' },
      },
    },
    'needs `incremental`',
  ],
  [
    'absent deletes where only the newest are read',
    {
      syncs: {
        a: {
          operation: 'listRepositories',
          model: 'repository',
          mode: 'full',
          record: '@',
          newest: 50,
          deletes: 'absent',
        },
      },
    },
    'syncs.a.deletes: `newest` leaves older items unread',
  ],
  [
    'an unknown model',
    { syncs: { a: { operation: 'listRepositories', model: 'repo', mode: 'full', record: '@', deletes: 'absent' } } },
    'syncs.a.model',
  ],
  [
    'a secret setting',
    { settings: { ...example.settings, token: field.secret({ label: 'Token' }) } },
    'settings.token.type: settings are stored and shown as they are; declare a secret in `fields` of the auth methods',
  ],
  [
    'a secret with a default',
    { auth: [{ id: 'a', type: 'bearer', fields: { token: { type: 'secret', default: 'x' } } }] },
    'default',
  ],
])('%s is refused and the message names it', (_, change, message) => {
  expect(problemsOf(change).join('\n')).toContain(message);
});

test('an app is installed by a method people sign in with, and by an operation, of the same manifest', () => {
  const withProof = (proof: { authMethod: string; operation: string }) =>
    parseManifest({
      ...example,
      auth: [
        { id: 'token', type: 'bearer' },
        {
          id: 'app',
          type: 'github_app',
          config: {
            apiUrl: '{settings.baseUrl}',
            install: { url: '{settings.baseUrl}/apps/{credentials.slug}', proof: { ...proof, id: 'to_string(id)' } },
          },
        },
        { id: 'oauth', type: 'oauth2', config: { tokenUrl: '{settings.baseUrl}/token' } },
      ],
    });
  const parsed = withProof({ authMethod: 'oauth', operation: 'listRepositories' });
  const app = parsed.ok ? parsed.manifest.auth[1] : undefined;
  if (app?.type !== 'github_app') throw new TypeError('no app');
  expect(installCredentials(app)).toEqual(['slug', 'clientId', 'clientSecret']);
  const problems = (proof: Parameters<typeof withProof>[0]) => JSON.stringify(withProof(proof));
  expect(problems({ authMethod: 'token', operation: 'listRepositories' })).toContain('sign in with');
  expect(problems({ authMethod: 'oauth', operation: 'listInstallations' })).toContain('listInstallations');
});

test('there is one way to end tokens', () => {
  const config = { tokenUrl: '{settings.baseUrl}/token', revokeUrl: '{settings.baseUrl}/revoke' };
  const request = { method: 'DELETE' as const, url: '{settings.baseUrl}/token' };
  const told = (more: object) =>
    problemsOf({ auth: [{ id: 'oauth', type: 'oauth2', config: { ...config, ...more } }] });
  expect(told({})).toEqual([]);
  expect(told({ revokeRequest: request }).join('\n')).toContain('one way to end tokens');
});

test('canonical JSON does not depend on the order of keys', () => {
  expect(toCanonicalJson({ b: [{ d: 1, c: undefined }], a: null })).toBe('{"a":null,"b":[{"d":1}]}');
});
