import { createCertificate, startServer } from '@patchbay/testing';
import { Agent, fetch as undiciFetch } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAuthRefResolver } from '../auth-ref-resolver.ts';
import { startVaultServer, type VaultServer } from '../testing/vault-server.ts';
import { createVaultStore, type VaultStore, type VaultStoreOptions } from './create-vault-store.ts';

const organizationId = 'org_1';
const canary = 'canary-glpat-5b1f';
const appRole = { roleId: 'role-1', secretId: 'secret-id-1' };

let vault: VaultServer;
let nowMs: number;
beforeEach(async () => {
  nowMs = Date.parse('2026-02-01T00:00:00Z');
  vault = await startVaultServer();
  vault.secrets.set('secret/patchbay/org_1/gitlab', {
    data: { token: canary, port: 443, nested: { a: 1 }, blank: '' },
  });
});
afterEach(() => vault.stop());

function createStore(more: Partial<VaultStoreOptions> = {}): VaultStore {
  return createVaultStore({
    address: vault.url,
    login: { token: 'hvs.given' },
    mount: 'secret',
    paths: ['patchbay/{organizationId}/'],
    fetch: (url, init) => fetch(url, init),
    clock: { now: () => nowMs },
    ...more,
  });
}

function read(store: VaultStore, key: string | null = 'token', path = 'patchbay/org_1/gitlab') {
  return store.read({ store: 'vault', path, key }, { organizationId });
}

/** Code and message of what it throws, after proving that they hold no secret. */
async function refusal(work: Promise<unknown>): Promise<[code: string, message: string]> {
  const error = await work.then(
    () => {
      throw new Error('it was read');
    },
    (thrown: Error & { code: string }) => thrown,
  );
  expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(
    /canary|hvs\.|secret-id-1/,
  );
  return [error.code, error.message];
}

const urls = () => vault.requests.map(({ method, url }) => `${method} ${url}`);

describe('reading', () => {
  test('gives one field of the newest version', async () => {
    const store = createStore();
    expect(await read(store)).toEqual({ secret: canary });
    expect(await read(store, 'port')).toEqual({ secret: '443' });
    expect(urls()).toEqual(Array(2).fill('GET /v1/secret/data/patchbay/org_1/gitlab'));
    expect(vault.requests[0]?.headers).toMatchObject({ 'x-vault-token': 'hvs.given', 'x-vault-request': 'true' });
    expect(vault.requests[0]?.headers).not.toHaveProperty('x-vault-namespace');
  });

  test('through the resolver, audited, as a reference names it', async () => {
    const outcomes: string[] = [];
    const resolver = createAuthRefResolver({
      env: {},
      stores: { vault: createStore() },
      clock: { now: () => nowMs },
      audit: ({ outcome }) => void outcomes.push(outcome),
    });
    const uri = 'authref://vault/patchbay/org_1/gitlab#token';
    expect(await resolver.resolve(uri, { organizationId })).toBe(canary);
    await refusal(resolver.resolve(uri, { organizationId: 'org_2' }));
    expect(outcomes).toEqual(['read', 'failed']);
    expect(vault.requests).toHaveLength(1);
  });

  test('of a namespace and another mount', async () => {
    vault.namespace = 'teams/build';
    vault.secrets.set('team/kv/patchbay/org_1/a b', { data: { token: 'x' } });
    const store = createStore({ namespace: 'teams/build', mount: '/team/kv/' });
    expect(await read(store, 'token', 'patchbay/org_1/a b')).toEqual({ secret: 'x' });
    expect(urls()).toEqual(['GET /v1/team/kv/data/patchbay/org_1/a%20b']);
  });

  test('asks once for fields wanted together', async () => {
    const store = createStore();
    await Promise.all([read(store), read(store, 'port'), read(store)]);
    expect(vault.requests).toHaveLength(1);
  });

  test('is not kept longer than a lease lasts, or than the version lives', async () => {
    vault.secrets.set('secret/patchbay/org_1/leased', { data: { token: 'x' }, leaseSeconds: 20 });
    vault.secrets.set('secret/patchbay/org_1/mortal', { data: { token: 'x' }, deletionTime: '2026-02-01T00:00:05Z' });
    expect(await read(createStore(), 'token', 'patchbay/org_1/leased')).toEqual({ secret: 'x', maxAgeMs: 20_000 });
    expect(await read(createStore(), 'token', 'patchbay/org_1/mortal')).toEqual({ secret: 'x', maxAgeMs: 5_000 });
  });

  test.each(['patchbay/org_2/gitlab', 'gitlab', 'patchbay/org_1/../org_2/gitlab'])(
    'of %s is refused before anything is sent',
    async (path) => {
      const [code, message] = await refusal(read(createStore(), 'token', path));
      expect([code, message]).toEqual(['forbidden', expect.stringContaining('Open to it: patchbay/org_1/….')]);
      expect(vault.requests).toEqual([]);
    },
  );
});

describe('what is missing is told apart', () => {
  test.each<[string, string, string | null, string, RegExp]>([
    ['the path', 'patchbay/org_1/absent', 'token', 'not_found', /^There is no secret secret\/patchbay\/org_1\/absent/],
    [
      'the field',
      'patchbay/org_1/gitlab',
      'tokn',
      'not_found',
      /no field tokn\. It has: token, port, nested, blank\.$/,
    ],
    ['a field of the prototype', 'patchbay/org_1/gitlab', 'toString', 'not_found', /no field toString/],
    ['its value', 'patchbay/org_1/gitlab', 'blank', 'not_found', /is empty\.$/],
    ['its text', 'patchbay/org_1/gitlab', 'nested', 'not_found', /is not a text\.$/],
    ['the name of a field', 'patchbay/org_1/gitlab', null, 'invalid_input', /#token\.$/],
    ['a deleted version', 'patchbay/org_1/deleted', 'token', 'not_found', /^Version 3 of .* was deleted.*undelete/],
    ['a destroyed version', 'patchbay/org_1/destroyed', 'token', 'not_found', /was destroyed\. Write a new version\.$/],
  ])('%s', async (_what, path, key, code, sentence) => {
    const gone = { data: null, version: 3, deletionTime: '2026-01-05T00:00:00Z' };
    vault.secrets.set('secret/patchbay/org_1/deleted', gone);
    vault.secrets.set('secret/patchbay/org_1/destroyed', { ...gone, isDestroyed: true });
    expect(await refusal(read(createStore(), key, path))).toEqual([code, expect.stringMatching(sentence)]);
  });

  test('the engine', async () => {
    const [code, message] = await refusal(read(createStore({ mount: 'kv' })));
    expect([code, message]).toEqual(['not_found', expect.stringContaining('PATCHBAY_VAULT_MOUNT')]);
  });

  test('the permission', async () => {
    vault.policy = /^other/;
    const [code, message] = await refusal(read(createStore()));
    expect(code).toBe('forbidden');
    expect(message).toContain('path "secret/data/patchbay/org_1/gitlab" { capabilities = ["read"] }');
  });
});

describe('a Vault that cannot answer', () => {
  test('sealed', async () => {
    vault.isSealed = true;
    for (const login of [{ token: 'hvs.given' }, appRole]) {
      const answer = await refusal(read(createStore({ login })));
      expect(answer).toEqual(['upstream_failed', expect.stringMatching(/^Vault is sealed\. .* unseal/)]);
    }
    vault.isSealed = false;
    expect(await read(createStore())).toEqual({ secret: canary });
  });

  test.each<[number, string, RegExp]>([
    [500, '{"errors":["internal error"]}', /cannot answer just now \(500\)/],
    [503, '{"errors":[]}', /cannot answer just now \(503\)/],
    [502, '<html>bad gateway</html>', /cannot answer just now \(502\)/],
    [429, '{"errors":["request path rate limit quota exceeded"]}', /asked too often/],
    [412, '{"errors":["required index state not present"]}', /not caught up/],
    [200, '<html>a page</html>', /is not Vault/],
    [404, 'not found', /is not Vault/],
    [200, '{"data":{"token":"canary"}}', /no secret of KV version 2/],
    [200, `{"data":"${'x'.repeat(2_200_000)}"}`, /more than any secret/],
  ])('%i', async (status, body, sentence) => {
    vault.use((_request, response) => void response.writeHead(status).end(body));
    expect(await refusal(read(createStore()))).toEqual(['upstream_failed', expect.stringMatching(sentence)]);
  });

  test('one that sends us on gets no token carried there', async () => {
    const elsewhere = await startServer((_request, response) => void response.end('{}'));
    vault.use((_request, response) => void response.writeHead(307, { location: `${elsewhere.url}/v1/x` }).end());
    const [code, message] = await refusal(read(createStore()));
    expect([code, message]).toEqual(['upstream_failed', expect.stringContaining('active node')]);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.stop();
  });

  test('one that says nothing', async () => {
    vault.use(() => {});
    const answer = await refusal(read(createStore({ timeoutMs: 60 })));
    expect(answer).toEqual(['timeout', expect.stringContaining('did not answer within 0.06 seconds')]);
  });

  test('one that is not there', async () => {
    const store = createStore();
    await vault.stop();
    expect(await refusal(read(store))).toEqual(['upstream_failed', expect.stringContaining('(ECONNREFUSED)')]);
  });
});

describe('TLS', () => {
  test('a certificate nobody vouches for is refused; one that is trusted is not', async () => {
    const certificate = await createCertificate();
    const secure = await startVaultServer({ certificate });
    secure.secrets = vault.secrets;
    const dispatcher = new Agent({ connect: { ca: certificate.certificatePem } });
    const trusting = (url: string, init: object) =>
      undiciFetch(url, { ...init, dispatcher }) as unknown as Promise<Response>;
    const [code, message] = await refusal(read(createStore({ address: secure.url })));
    expect([code, message]).toEqual([
      'upstream_failed',
      expect.stringMatching(/not trusted \(.+\)\. .* NODE_EXTRA_CA_CERTS/),
    ]);
    expect(secure.requests).toEqual([]);
    expect(await read(createStore({ address: secure.url, fetch: trusting }))).toEqual({ secret: canary });
    await dispatcher.close();
    await secure.stop();
  });

  test.each(['http://vault.example.com', 'vault.example.com', 'ftp://127.0.0.1', 'https://a:b@vault.example.com', ''])(
    'the address %s is refused',
    (address) => {
      expect(() => createStore({ address })).toThrow('PATCHBAY_VAULT_ADDR must be an https address');
    },
  );

  test('a mount that would leave its place is refused', () => {
    for (const mount of ['', '..', 'a/../b', 'a?b'])
      expect(() => createStore({ mount })).toThrow('PATCHBAY_VAULT_MOUNT');
  });
});

describe('a token that was given', () => {
  test('is renewed at two thirds of its time', async () => {
    vault.tokens.set('hvs.given', { ttlSeconds: 300, isRenewable: true });
    const store = createStore();
    await store.keepAlive();
    await store.keepAlive();
    expect(urls()).toEqual(['GET /v1/auth/token/lookup-self']);
    nowMs += 200_000;
    await store.keepAlive();
    await store.keepAlive();
    nowMs += 200_000;
    await store.keepAlive();
    expect(urls().slice(1)).toEqual(Array(2).fill('POST /v1/auth/token/renew-self'));
  });

  test('without an end is looked at once', async () => {
    const store = createStore();
    await store.keepAlive();
    nowMs += 1e9;
    await store.keepAlive();
    expect(vault.requests).toHaveLength(1);
    await store.close();
    expect(vault.tokens.has('hvs.given')).toBe(true);
  });

  test('no longer accepted is told apart from a policy', async () => {
    const store = createStore();
    await read(store);
    vault.tokens.clear();
    const answer = await refusal(read(store));
    expect(answer).toEqual([
      'upstream_failed',
      expect.stringMatching(/does not accept the token.*PATCHBAY_VAULT_TOKEN/),
    ]);
    await refusal(store.keepAlive());
    const count = vault.requests.length;
    await store.keepAlive();
    expect(vault.requests).toHaveLength(count);
  });
});

describe('AppRole', () => {
  test('signs in once for all who ask, and renews', async () => {
    vault.made = { ttlSeconds: 300, isRenewable: true };
    const store = createStore({ login: appRole });
    vault.secrets.set('secret/patchbay/org_1/other', { data: { token: 'x' } });
    await Promise.all([read(store), read(store, 'token', 'patchbay/org_1/other')]);
    expect(vault.logins).toBe(1);
    nowMs += 200_000;
    await store.keepAlive();
    expect(urls().at(-1)).toBe('POST /v1/auth/token/renew-self');
    nowMs += 200_000;
    await read(store);
    expect(vault.logins).toBe(1);
  });

  test('signs in again when the token has ended', async () => {
    vault.made = { ttlSeconds: 60, isRenewable: false };
    const store = createStore({ login: appRole });
    await read(store);
    nowMs += 60_000;
    expect(await read(store)).toEqual({ secret: canary });
    expect([vault.logins, vault.requests.at(-1)?.headers['x-vault-token']]).toEqual([2, 'hvs.made-2']);
  });

  test('signs in again when the token was revoked, with the read that found out', async () => {
    const store = createStore({ login: appRole });
    await read(store);
    vault.tokens.clear();
    nowMs += 20_000;
    expect(await Promise.all([read(store), read(store, 'port')])).toEqual([{ secret: canary }, { secret: '443' }]);
    expect(vault.logins).toBe(2);
  });

  test('a renewal that is refused leads to a new login', async () => {
    vault.made = { ttlSeconds: 300, isRenewable: true };
    const store = createStore({ login: appRole });
    await read(store);
    vault.tokens.clear();
    nowMs += 200_000;
    await store.keepAlive();
    expect(await read(store)).toEqual({ secret: canary });
    expect(vault.logins).toBe(2);
  });

  test('a policy that denies makes no new tokens', async () => {
    vault.policy = /^other/;
    const store = createStore({ login: appRole });
    for (let count = 0; count < 5; count += 1) expect((await refusal(read(store)))[0]).toBe('forbidden');
    expect(vault.logins).toBe(1);
  });

  test('a wrong secret id is told', async () => {
    const store = createStore({ login: { ...appRole, secretId: 'canary-wrong' } });
    const answer = await refusal(read(store));
    expect(answer).toEqual(['upstream_failed', expect.stringMatching(/refused the AppRole login.*SECRET_ID/)]);
  });

  test('gives its token back at the end', async () => {
    const store = createStore({ login: appRole });
    await read(store);
    expect(vault.tokens.has('hvs.made-1')).toBe(true);
    await store.close();
    await store.close();
    expect(vault.tokens.has('hvs.made-1')).toBe(false);
  });
});
