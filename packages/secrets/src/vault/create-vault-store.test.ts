import { createCertificate, startServer, startVaultServer, type VaultServer } from '@patchbay/testing';
import { Agent, fetch as undiciFetch } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAuthRefResolver } from '../auth-ref-resolver.ts';
import { createVaultStore, type VaultStore, type VaultStoreOptions } from './create-vault-store.ts';

const organizationId = 'org_1';
const canary = 'canary-glpat-5b1f';
const start = Date.parse('2026-02-01T00:00:00Z');

let vault: VaultServer;
let nowMs: number;
let given: string;
beforeEach(async () => {
  nowMs = start;
  vault = await startVaultServer({ now: () => nowMs });
  vault.root.secrets().write('patchbay/org_1/gitlab', { token: canary, port: 443, nested: { a: 1 }, blank: '' });
  given = vault.root.tokens.create().id;
});
afterEach(() => vault.stop());

function createStore(more: Partial<VaultStoreOptions> = {}): VaultStore {
  return createVaultStore({
    address: vault.url,
    login: { token: given },
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
  expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(/canary|hvs\./);
  return [error.code, error.message];
}

const urls = () => vault.requests.map(({ method, url }) => `${method} ${url}`);

describe('reading', () => {
  test('gives one field of the newest version', async () => {
    const store = createStore();
    expect(await read(store)).toEqual({ secret: canary });
    expect(await read(store, 'port')).toEqual({ secret: '443' });
    expect(urls()).toEqual(Array(2).fill('GET /v1/secret/data/patchbay/org_1/gitlab'));
    expect(vault.requests[0]?.headers).toMatchObject({ 'x-vault-token': given, 'x-vault-request': 'true' });
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
    const namespace = vault.addNamespace('teams/build');
    namespace.mount('team/kv').write('patchbay/org_1/a b', { token: 'x' });
    namespace.policies.set('team', { 'team/kv/data/patchbay/*': ['read'] });
    const login = { token: namespace.tokens.create({ policies: ['team'] }).id };
    const parts = { login, mount: '/team/kv/' };
    const path = 'patchbay/org_1/a b';
    expect(await read(createStore({ ...parts, namespace: 'teams/build' }), 'token', path)).toEqual({ secret: 'x' });
    expect(urls()).toEqual(['GET /v1/team/kv/data/patchbay/org_1/a%20b']);
    for (const wrong of [undefined, 'teams']) {
      const [code, message] = await refusal(read(createStore({ ...parts, namespace: wrong }), 'token', path));
      expect([code, message]).toEqual(['upstream_failed', expect.stringMatching(/does not accept the token/)]);
    }
  });

  test('asks once for fields wanted together', async () => {
    const store = createStore();
    await Promise.all([read(store), read(store, 'port'), read(store)]);
    expect(vault.requests).toHaveLength(1);
  });

  test('is not kept longer than the version lives', async () => {
    const store = createStore();
    vault.root.secrets().write('patchbay/org_1/mortal', { token: 'x' }, { deleteAfterSeconds: 5 });
    expect(await read(store, 'token', 'patchbay/org_1/mortal')).toEqual({ secret: 'x', maxAgeMs: 5_000 });
    nowMs += 5_000;
    const gone = await refusal(read(store, 'token', 'patchbay/org_1/mortal'));
    expect(gone).toEqual(['not_found', expect.stringMatching(/^Version 1 of .* was deleted/)]);
  });

  test('is not kept longer than a lease lasts, which engines like it give', async () => {
    const body = { lease_duration: 20, data: { data: { token: 'x' }, metadata: {} } };
    vault.use((_request, response) => void response.end(JSON.stringify(body)));
    expect(await read(createStore())).toEqual({ secret: 'x', maxAgeMs: 20_000 });
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
    const secrets = vault.root.secrets();
    for (const name of ['deleted', 'destroyed']) {
      for (const token of ['one', 'two', 'three']) secrets.write(`patchbay/org_1/${name}`, { token });
    }
    secrets.delete('patchbay/org_1/deleted');
    secrets.destroy('patchbay/org_1/destroyed', [3]);
    expect(await refusal(read(createStore(), key, path))).toEqual([code, expect.stringMatching(sentence)]);
  });

  test('a version that is there again', async () => {
    const secrets = vault.root.secrets();
    secrets.delete('patchbay/org_1/gitlab', [1]);
    const store = createStore();
    expect((await refusal(read(store)))[0]).toBe('not_found');
    secrets.undelete('patchbay/org_1/gitlab', [1]);
    expect(await read(store)).toEqual({ secret: canary });
  });

  test('the engine', async () => {
    vault.root.policies.set('patchbay', { '+/data/*': ['read'] });
    const [code, message] = await refusal(read(createStore({ mount: 'kv' })));
    expect([code, message]).toEqual(['not_found', expect.stringContaining('PATCHBAY_VAULT_MOUNT')]);
  });

  test('the permission', async () => {
    vault.root.policies.set('patchbay', { 'secret/data/*': ['read'], 'secret/data/patchbay/org_1/*': ['deny'] });
    const [code, message] = await refusal(read(createStore()));
    expect(code).toBe('forbidden');
    expect(message).toContain('path "secret/data/patchbay/org_1/gitlab" { capabilities = ["read"] }');
  });
});

describe('a Vault that cannot answer', () => {
  test('sealed', async () => {
    vault.isSealed = true;
    for (const login of [{ token: given }, vault.root.createRole()]) {
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
    secure.root.secrets().write('patchbay/org_1/gitlab', { token: canary });
    const login = { token: secure.root.tokens.create().id };
    const dispatcher = new Agent({ connect: { ca: certificate.certificatePem } });
    const trusting = (url: string, init: object) =>
      undiciFetch(url, { ...init, dispatcher }) as unknown as Promise<Response>;
    const [code, message] = await refusal(read(createStore({ address: secure.url, login })));
    expect([code, message]).toEqual([
      'upstream_failed',
      expect.stringMatching(/not trusted \(.+\)\. .* NODE_EXTRA_CA_CERTS/),
    ]);
    expect(secure.requests).toEqual([]);
    expect(await read(createStore({ address: secure.url, login, fetch: trusting }))).toEqual({ secret: canary });
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
    given = vault.root.tokens.create({ ttlSeconds: 300 }).id;
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
    expect(vault.root.tokens.find(given)?.expiresMs).toBe(nowMs + 300_000);
  });

  test('is renewed as long as it may live, and then told', async () => {
    given = vault.root.tokens.create({ ttlSeconds: 300, maxTtlSeconds: 400 }).id;
    const store = createStore();
    await store.keepAlive();
    nowMs += 200_000;
    await store.keepAlive();
    expect(vault.root.tokens.find(given)?.expiresMs).toBe(start + 400_000);
    expect(await read(store)).toEqual({ secret: canary });
    nowMs += 200_000;
    expect((await refusal(read(store)))[1]).toMatch(/does not accept the token/);
  });

  test('without an end is looked at once', async () => {
    const store = createStore();
    await store.keepAlive();
    nowMs += 1e9;
    await store.keepAlive();
    expect(vault.requests).toHaveLength(1);
    await store.close();
    expect(vault.root.tokens.find(given)).not.toBeNull();
  });

  test('no longer accepted is told apart from a policy', async () => {
    const store = createStore();
    await read(store);
    vault.root.tokens.revokeAll();
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
  /** The token the last request carried. */
  const sent = () => String(vault.requests.at(-1)?.headers['x-vault-token']);

  test('signs in once for all who ask, and renews', async () => {
    const store = createStore({ login: vault.root.createRole({ ttlSeconds: 300 }) });
    vault.root.secrets().write('patchbay/org_1/other', { token: 'x' });
    await Promise.all([read(store), read(store, 'token', 'patchbay/org_1/other')]);
    expect(vault.root.logins).toBe(1);
    nowMs += 200_000;
    await store.keepAlive();
    expect(urls().at(-1)).toBe('POST /v1/auth/token/renew-self');
    nowMs += 200_000;
    await read(store);
    expect(vault.root.logins).toBe(1);
  });

  test('signs in again when the token has ended', async () => {
    const store = createStore({ login: vault.root.createRole({ ttlSeconds: 60, isRenewable: false }) });
    await read(store);
    const first = sent();
    nowMs += 60_000;
    expect(await read(store)).toEqual({ secret: canary });
    expect([vault.root.logins, vault.root.tokens.find(first), sent() === first]).toEqual([2, null, false]);
  });

  test('signs in again when the token was revoked, with the read that found out', async () => {
    const store = createStore({ login: vault.root.createRole() });
    await read(store);
    vault.root.tokens.revokeAll();
    nowMs += 20_000;
    expect(await Promise.all([read(store), read(store, 'port')])).toEqual([{ secret: canary }, { secret: '443' }]);
    expect(vault.root.logins).toBe(2);
  });

  test('a renewal that is refused leads to a new login', async () => {
    const store = createStore({ login: vault.root.createRole({ ttlSeconds: 300 }) });
    await read(store);
    vault.root.tokens.revokeAll();
    nowMs += 200_000;
    await store.keepAlive();
    expect(await read(store)).toEqual({ secret: canary });
    expect(vault.root.logins).toBe(2);
  });

  test('a policy that denies makes no new tokens', async () => {
    const store = createStore({ login: vault.root.createRole({ policies: [] }) });
    for (let count = 0; count < 5; count += 1) expect((await refusal(read(store)))[0]).toBe('forbidden');
    expect(vault.root.logins).toBe(1);
  });

  test('a secret id that is wrong or used up is told', async () => {
    const role = vault.root.createRole({ uses: 1 });
    const sentence = /refused the AppRole login.*SECRET_ID/;
    const wrong = await refusal(read(createStore({ login: { ...role, secretId: 'canary-wrong' } })));
    expect(wrong).toEqual(['upstream_failed', expect.stringMatching(sentence)]);
    expect(await read(createStore({ login: role }))).toEqual({ secret: canary });
    const usedUp = await refusal(read(createStore({ login: role })));
    expect(usedUp).toEqual(['upstream_failed', expect.stringMatching(sentence)]);
  });

  test('gives its token back at the end', async () => {
    const store = createStore({ login: vault.root.createRole() });
    await read(store);
    const token = sent();
    expect(vault.root.tokens.find(token)).not.toBeNull();
    await store.close();
    await store.close();
    expect(vault.root.tokens.find(token)).toBeNull();
  });
});
