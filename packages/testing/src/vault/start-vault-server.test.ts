import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startVaultServer, type VaultServer } from './start-vault-server.ts';

let vault: VaultServer;
let nowMs: number;
let token: string;
beforeEach(async () => {
  nowMs = Date.parse('2026-02-01T00:00:00Z');
  vault = await startVaultServer({ now: () => nowMs });
  vault.root.secrets().write('app/database', { user: 'a' });
  token = vault.root.tokens.create({ ttlSeconds: 60 }).id;
});
afterEach(() => vault.stop());

interface Ask {
  method?: string;
  headers?: Record<string, string | undefined>;
  body?: string;
}

async function ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}) {
  const all = { 'x-vault-request': 'true', 'x-vault-token': token, ...headers };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const init = { method, headers: sent, ...(body !== undefined && { body }) };
  const response = await fetch(`${vault.url}${path}`, init);
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

const json = { 'content-type': 'application/json' };
const login = '/v1/auth/approle/login';

describe('a request that departs from the contract is refused, and told at the end', () => {
  test.each<[string, string, Ask, string]>([
    ['an unknown path', '/v1/secret/values/a', {}, 'is no operation'],
    ['another version of the API', '/v2/secret/data/a', {}, 'is no operation'],
    ['another method', '/v1/secret/data/a', { method: 'PUT' }, 'is no operation'],
    ['an unknown parameter', '/v1/secret/data/a?newest=1', {}, 'there is no parameter newest'],
    ['a parameter of another type', '/v1/secret/data/a?version=last', {}, 'version must be integer'],
    ['a list not asked for as one', '/v1/secret/metadata/a/', {}, 'it needs the parameter list'],
    ['a list asked for otherwise', '/v1/secret/metadata/?list=1', {}, 'list must be one of true'],
    ['no token', '/v1/secret/data/a', { headers: { 'x-vault-token': undefined } }, 'it needs X-Vault-Token'],
    ['a token that is none', '/v1/secret/data/a', { headers: { 'x-vault-token': 'two words' } }, 'X-Vault-Token'],
    ['no X-Vault-Request', '/v1/sys/health', { headers: { 'x-vault-request': undefined } }, 'X-Vault-Request'],
    ['a namespace that is no path', '/v1/sys/health', { headers: { 'x-vault-namespace': '/a' } }, 'X-Vault-Namespace'],
    [
      'a body where none is taken',
      '/v1/auth/token/revoke-self',
      { method: 'POST', headers: json, body: '{}' },
      'no body',
    ],
    ['no body where one is needed', login, { method: 'POST' }, 'it needs a body'],
    ['a body that is no JSON', login, { method: 'POST', headers: json, body: '{' }, 'is no JSON'],
    ['a body not declared', login, { method: 'POST', body: '{"role_id":"a"}' }, 'application/json'],
    ['a field that is missing', login, { method: 'POST', headers: json, body: '{}' }, 'the body needs role_id'],
    ['a field of another type', login, { method: 'POST', headers: json, body: '{"role_id":1}' }, 'must be string'],
    ['a field it has not', login, { method: 'POST', headers: json, body: '{"role_id":"a","user":1}' }, 'has no user'],
  ])('%s', async (_what, path, parts, sentence) => {
    expect((await ask(path, parts)).status).toBe(400);
    await expect(vault.stop()).rejects.toThrow(sentence);
  });

  test('also where another answer was set', async () => {
    vault.use((_request, response) => void response.end('{}'));
    expect((await ask('/v1/secret/values/a')).status).toBe(200);
    expect(vault.takeDepartures()).toEqual(['GET /v1/secret/values/a is no operation of the contract']);
  });
});

describe('secrets', () => {
  test('are read by version, and say where they stand', async () => {
    const secrets = vault.root.secrets();
    nowMs += 1_000;
    expect(secrets.write('app/database', { user: 'b' })).toBe(2);
    expect((await ask('/v1/secret/data/app/database')).body.data).toEqual({
      data: { user: 'b' },
      metadata: {
        ...{ created_time: '2026-02-01T00:00:01.000000000Z', custom_metadata: null, deletion_time: '' },
        ...{ destroyed: false, version: 2 },
      },
    });
    expect((await ask('/v1/secret/data/app/database?version=1')).body.data.data).toEqual({ user: 'a' });
    expect(await ask('/v1/secret/data/app/database?version=3')).toEqual({ status: 404, body: { errors: [] } });
    secrets.delete('app/database');
    secrets.destroy('app/database', [1]);
    expect(await ask('/v1/secret/data/app/database')).toMatchObject({
      ...{ status: 404, body: { data: { data: null, metadata: { destroyed: false, version: 2 } } } },
    });
    expect((await ask('/v1/secret/metadata/app/database')).body.data).toMatchObject({
      current_version: 2,
      versions: { 1: { destroyed: true }, 2: { deletion_time: '2026-02-01T00:00:01.000000000Z' } },
    });
  });

  test('are listed folder by folder', async () => {
    vault.root.secrets().write('app', { a: 1 });
    vault.root.secrets().write('app/cache/small', { a: 1 });
    expect((await ask('/v1/secret/metadata/?list=true')).body.data).toEqual({ keys: ['app', 'app/'] });
    expect((await ask('/v1/secret/metadata/app/?list=true')).body.data).toEqual({ keys: ['cache/', 'database'] });
    expect(await ask('/v1/secret/metadata/none/?list=true')).toEqual({ status: 404, body: { errors: [] } });
  });
});

describe('who may', () => {
  test('the most exact path decides, and nothing is told of what is closed', async () => {
    vault.root.policies.set('patchbay', {
      ...{ 'secret/data/+/database': ['read'], 'secret/data/app/*': ['deny'], 'kv/*': ['read'] },
    });
    const status = async (path: string) => (await ask(`/v1/${path}`)).status;
    expect([await status('secret/data/app/database'), await status('secret/data/app/none')]).toEqual([200, 403]);
    expect([await status('other/data/a'), await status('kv/data/a')]).toEqual([403, 404]);
    vault.root.policies.set('patchbay', { 'secret/data/app/+': ['read'], 'secret/data/app/database': ['deny'] });
    expect([await status('secret/data/app/database'), await status('secret/data/app/none')]).toEqual([403, 404]);
  });

  test('a token ends by the clock, unless it is renewed as far as it may live', async () => {
    token = vault.root.tokens.create({ ttlSeconds: 60, maxTtlSeconds: 90 }).id;
    nowMs += 50_000;
    const renewed = await ask('/v1/auth/token/renew-self', { method: 'POST', headers: json, body: '{}' });
    expect(renewed.body.auth).toMatchObject({ client_token: token, lease_duration: 40, renewable: true });
    nowMs += 39_000;
    expect((await ask('/v1/auth/token/lookup-self')).body.data).toMatchObject({ id: token, ttl: 1 });
    nowMs += 1_000;
    expect((await ask('/v1/auth/token/lookup-self')).body.errors[0]).toContain('invalid token');
  });

  test('a token without the default policy does not see itself', async () => {
    token = vault.root.tokens.create({ isWithoutDefault: true }).id;
    expect((await ask('/v1/auth/token/lookup-self')).status).toBe(403);
    expect((await ask('/v1/secret/data/app/database')).status).toBe(200);
  });

  test('a namespace has its own secrets and tokens', async () => {
    const team = vault.addNamespace('teams/build');
    team.secrets().write('app/database', { user: 'team' });
    const inTeam = { headers: { 'x-vault-namespace': 'teams/build/' } };
    expect((await ask('/v1/secret/data/app/database', inTeam)).status).toBe(403);
    token = team.tokens.create().id;
    expect((await ask('/v1/secret/data/app/database', inTeam)).body.data.data).toEqual({ user: 'team' });
    expect((await ask('/v1/secret/data/app/database')).status).toBe(403);
    expect((await ask('/v1/secret/data/app/database', { headers: { 'x-vault-namespace': 'none' } })).status).toBe(403);
  });
});

test('a server tells its state, sealed or not', async () => {
  expect([(await ask('/v1/sys/health')).status, (await ask('/v1/sys/seal-status')).body.sealed]).toEqual([200, false]);
  vault.isStandby = true;
  expect((await ask('/v1/sys/health')).status).toBe(429);
  expect((await ask('/v1/sys/health?standbyok=true')).status).toBe(200);
  vault.isSealed = true;
  expect(await ask('/v1/sys/health')).toMatchObject({ status: 503, body: { sealed: true, initialized: true } });
  expect((await ask('/v1/sys/health?sealedcode=200')).status).toBe(200);
  expect((await ask('/v1/sys/seal-status')).body.sealed).toBe(true);
  expect(await ask('/v1/secret/data/app/database')).toEqual({ status: 503, body: { errors: ['Vault is sealed'] } });
});
