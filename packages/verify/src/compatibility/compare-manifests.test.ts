import { type Manifest, parseManifest } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { sampleManifest } from '../sample-manifest.ts';
import { bumpBetween, compareManifests, requiredBump } from './compare-manifests.ts';

// biome-ignore lint/suspicious/noExplicitAny: the tests change whatever they like
type Data = any;

function parse(change: (copy: Data) => void): Manifest {
  const copy = structuredClone(sampleManifest) as Data;
  change(copy);
  const parsed = parseManifest(copy);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.manifest;
}
const before = parse(() => {});

test.each<[string, (copy: Data) => void, string, string]>([
  [
    'a new required setting',
    (m) => void Object.assign(m.settings, { region: { type: 'text', required: true } }),
    'breaking',
    'settings.region',
  ],
  [
    'a new setting with a default',
    (m) => void Object.assign(m.settings, { region: { type: 'text', required: true, default: 'eu' } }),
    'added',
    'settings.region',
  ],
  ['an operation that is gone', (m) => void delete m.operations.createComment, 'breaking', 'operations.createComment'],
  [
    'a scope that is said to hold another',
    (m) => void Object.assign(m, { impliedScopes: { write: ['read'] } }),
    'safe',
    'impliedScopes',
  ],
  [
    'an operation more',
    (m) => void Object.assign(m.operations, { getOther: m.operations.getUser }),
    'added',
    'operations.getOther',
  ],
  [
    'an input that is gone',
    (m) => void delete m.operations.createComment.input.body,
    'breaking',
    'operations.createComment.input.body',
  ],
  [
    'an input of another type',
    (m) => void Object.assign(m.operations.createComment.input.index, { type: 'text' }),
    'breaking',
    'operations.createComment.input.index',
  ],
  [
    'another path',
    (m) => void Object.assign(m.operations.getUser, { request: 'GET /me' }),
    'risky',
    'operations.getUser',
  ],
  [
    'a class that takes a higher role',
    (m) => void Object.assign(m.operations.createComment, { safety: 'destructive' }),
    'breaking',
    'operations.createComment.safety',
  ],
  [
    'another result',
    (m) => void Object.assign(m.operations.createComment, { result: '{id: id}' }),
    'risky',
    'operations.createComment.result',
  ],
  [
    'a record without a field',
    (m) => void Object.assign(m.syncs.repositories, { record: '{id: to_string(id), name: full_name}' }),
    'breaking',
    'syncs.repositories.record',
  ],
  [
    'a record with one more',
    (m) =>
      void Object.assign(m.syncs.repositories, {
        record: '{id: to_string(id), name: full_name, url: html_url, private: private}',
      }),
    'risky',
    'syncs.repositories.record',
  ],
  [
    'another schedule',
    (m) => void Object.assign(m.syncs.repositories, { schedule: '0 * * * *' }),
    'safe',
    'syncs.repositories.schedule',
  ],
  ['a sync that is gone', (m) => void delete m.syncs.repositories, 'breaking', 'syncs.repositories'],
  [
    'another model',
    (m) => void Object.assign(m.syncs.repositories, { model: 'project' }),
    'breaking',
    'syncs.repositories.model',
  ],
  ['a way to sign in that is gone', (m) => void Object.assign(m.auth[0], { id: 'other' }), 'breaking', 'auth.token'],
  ['a resource type that is gone', (m) => void delete m.resources.repositories, 'breaking', 'resources.repositories'],
  [
    'another description',
    (m) => void Object.assign(m, { description: 'Something else about it.' }),
    'safe',
    'description',
  ],
])('%s', (_name, change, kind, path) => {
  const changes = compareManifests(before, parse(change));
  expect(changes).toContainEqual(expect.objectContaining({ kind, path }));
  const worst = { breaking: 'major', risky: 'minor', added: 'minor', safe: 'patch' }[kind];
  if (kind === 'breaking') expect(requiredBump(changes)).toBe('major');
  else expect(requiredBump(changes.filter((one) => one.path === path))).toBe(worst);
});

test('a reason for other scopes changes nothing about how people sign in', () => {
  const withOAuth = (config: object) =>
    parse((m) => {
      const tokenUrl = '{settings.baseUrl}/token';
      m.auth.push({ id: 'oauth', type: 'oauth2', setup: ['Press Connect.'], config: { tokenUrl, ...config } });
    });
  const otherScopes = { reason: 'Roles decide.', source: 'https://forge.example.com/docs' };
  expect(compareManifests(withOAuth({}), withOAuth({ otherScopes }))).toMatchObject([
    { kind: 'safe', path: 'auth.oauth' },
  ]);
  expect(compareManifests(withOAuth({}), withOAuth({ otherScopes, clientAuthMethod: 'body' }))).toMatchObject([
    { kind: 'risky', path: 'auth.oauth' },
  ]);
});

test('nothing changed is nothing to tell', () => {
  expect(
    compareManifests(
      before,
      parse(() => {}),
    ),
  ).toEqual([]);
  expect(requiredBump([])).toBe('none');
});

test('versions rise as they are written', () => {
  expect(bumpBetween('1.2.3', '2.0.0')).toBe('major');
  expect(bumpBetween('1.2.3', '1.3.0')).toBe('minor');
  expect(bumpBetween('1.2.3', '1.2.4')).toBe('patch');
  expect(bumpBetween('1.2.3', '1.2.3')).toBe('none');
  expect(bumpBetween('1.2.3', '1.2.2')).toBeNull();
  expect(bumpBetween('0.2.0', '0.3.0')).toBe('major');
});
