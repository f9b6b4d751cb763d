// The manifest and the real runtime at a Vault that holds every request against the contract; and the manifest's own slice and fixtures
// against the same contract.
import { readdirSync, readFileSync } from 'node:fs';
import { builtInManifests, createRegistry } from '@patchbay/registry';
import { createDispatcherSource, createEgressPolicy, createRuntime, type Target } from '@patchbay/runtime';
import {
  checkVaultAnswer,
  checkVaultRequest,
  matchVaultCall,
  startVaultServer,
  type VaultServer,
} from '@patchbay/testing';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';

const manifest = createRegistry(builtInManifests).require('vault');
const dispatchers = createDispatcherSource({ egress: createEgressPolicy({ allow: ['loopback'] }) });
const quiet = () => {};
const runtime = createRuntime({
  clock: { now: () => Date.now() },
  logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  dispatchers,
  sleep: async () => {},
});
afterAll(() => dispatchers.close());

let vault: VaultServer;
let token: string;
beforeEach(async () => {
  vault = await startVaultServer();
  const secrets = vault.root.secrets();
  secrets.write('apps/shop/database', { user: 'old' });
  secrets.write('apps/shop/database', { user: 'shop', password: 'example', port: 5432 });
  token = vault.root.tokens.create({ ttlSeconds: 3600 }).id;
});
afterEach(() => vault.stop());

function connect(settings: Record<string, string> = {}): Target {
  return {
    ...{ manifest, connectionId: 'con_1', organizationId: 'org_1', authMethod: 'token', verifyTls: true },
    ...{ timeoutMs: 5_000, settings: { serverUrl: vault.url, ...settings } },
    credentials: { get: async () => ({ token }) },
  };
}

const inputOf = { mount: 'secret', path: 'apps/shop/database' };

test('every operation is understood, and what it gives is mapped', async () => {
  const run = async (operation: string, input: object = {}) => {
    const { success, result, items, error } = await runtime.execute(connect(), operation, { ...input });
    return success ? (items ?? result) : error?.class;
  };
  expect(await run('readHealth')).toMatchObject({ initialized: true, sealed: false, version: '1.15.0' });
  expect(await run('lookupSelf')).toMatchObject({ policies: ['default', 'patchbay'], renewable: true });
  expect(await run('readSecret', inputOf)).toMatchObject({ data: { user: 'shop', port: 5432 }, version: 2 });
  expect(await run('readSecret', { ...inputOf, version: 1 })).toMatchObject({ data: { user: 'old' }, version: 1 });
  expect(await run('readMetadata', inputOf)).toMatchObject({ currentVersion: 2, versions: { 1: {}, 2: {} } });
  expect(await run('listMount', { mount: 'secret' })).toEqual([{ name: 'apps/', isFolder: true }]);
  expect(await run('listSecrets', { mount: 'secret', path: 'apps/shop' })).toEqual([
    { name: 'database', isFolder: false },
  ]);
  expect(await run('listSecrets', { mount: 'secret', path: 'apps/none' })).toEqual([]);
  const read = { path: 'secret/apps/shop/database', key: 'port' };
  expect(await runtime.perform(connect(), 'secret.read', read)).toMatchObject({
    result: { value: '5432', version: '2' },
  });
});

test('what cannot be read is told apart', async () => {
  const classOf = async (input: object = {}) =>
    (await runtime.execute(connect(), 'readSecret', { ...inputOf, ...input })).error?.class;
  expect(await classOf({ path: 'apps/none' })).toBe('not_found');
  vault.root.secrets().destroy('apps/shop/database', [1]);
  expect([await classOf({ version: 1 }), await classOf()]).toEqual(['gone', undefined]);
  vault.root.policies.set('patchbay', { 'kv/*': ['read'] });
  expect([await classOf(), await classOf({ mount: 'kv' })]).toEqual(['permission', 'not_found']);
  vault.isSealed = true;
  expect((await runtime.testConnection(connect())).error?.class).toBe('provider_down');
  expect(await runtime.execute(connect(), 'readHealth', {})).toMatchObject({ result: { sealed: true, standby: true } });
  vault.isSealed = false;
  vault.root.tokens.revokeAll();
  expect([(await runtime.testConnection(connect())).error?.class, await classOf()]).toEqual(
    Array(2).fill('auth_invalid'),
  );
});

test('a namespace is asked as the setting names it', async () => {
  const team = vault.addNamespace('admin/team');
  team.secrets().write('apps/shop/database', { user: 'team' });
  expect((await runtime.testConnection(connect({ namespace: 'admin/team' }))).error?.class).toBe('auth_invalid');
  token = team.tokens.create().id;
  const read = await runtime.execute(connect({ namespace: 'admin/team' }), 'readSecret', inputOf);
  expect(read).toMatchObject({ result: { data: { user: 'team' } } });
});

const folder = new URL('../../../../manifests/vault/', import.meta.url);
const readJson = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

test('the slice of the manifest says the same as the contract', () => {
  for (const { method, path, operationId, params } of readJson('contract.json').operations) {
    const given = params.filter((name: string) => !path.includes(`{${name}}`));
    const match = matchVaultCall({ method, url: `/v1${path.replaceAll(/[{}]/g, '')}` });
    expect(match?.operation.operationId, path).toBe(operationId);
    expect(Object.keys(match?.operation.query ?? {}), path).toEqual(expect.arrayContaining(given));
  }
});

test.each(readdirSync(new URL('fixtures/', folder)))('the exchanges of %s keep the contract', (name) => {
  const { interactions } = readJson(`fixtures/${name}`);
  expect(interactions.length).toBeGreaterThan(0);
  for (const { request, response } of interactions) {
    const call = { method: request.method, url: request.path, headers: request.headers, body: '' };
    expect(checkVaultRequest(call)).toEqual([]);
    const match = matchVaultCall(call);
    expect(match && checkVaultAnswer(match.operation, response.status, response.body)).toEqual([]);
  }
});
