import { describe, expect, it } from 'vitest';
import { parseAuthRef } from './auth-ref.ts';
import { type AuthRefAccess, type AuthRefStore, createAuthRefResolver } from './auth-ref-resolver.ts';

describe('parseAuthRef', () => {
  it('reads store, path and key', () => {
    expect(parseAuthRef('authref://vault/gitlab#access-token')).toEqual({
      store: 'vault',
      path: 'gitlab',
      key: 'access-token',
    });
    expect(parseAuthRef('authref://vault/team/a/gitlab')).toEqual({ store: 'vault', path: 'team/a/gitlab', key: null });
  });

  it.each([
    'authref://vault',
    'authref:///path',
    'authref://vault/',
    'authref://vault/a/../b',
    'authref://vault/./b',
    'authref://vault//b',
    'authref://vault/a b',
    'authref://vault/a?x=1',
    'authref://vault/a#',
    'authref://vault/a#b#c',
    'authref://vault/%2e%2e/b',
    'AUTHREF://vault/a',
    'https://vault/a',
    `authref://vault/${'a'.repeat(501)}`,
  ])('refuses %s', (uri) => {
    expect(() => parseAuthRef(uri)).toThrow('This is not a reference to a secret');
  });

  it('proposes a path of Vault that is open to the organization unless the operator says otherwise', () => {
    expect(() => parseAuthRef('authref://')).toThrow('authref://vault/patchbay/<organization id>/');
  });
});

describe('createAuthRefResolver', () => {
  const context = { organizationId: 'org_1', connectionId: 'con_1' };

  function setup(env: Record<string, string>, more: Partial<Parameters<typeof createAuthRefResolver>[0]> = {}) {
    const accesses: AuthRefAccess[] = [];
    let nowMs = 1_000;
    const resolver = createAuthRefResolver({
      env,
      audit: (access) => void accesses.push(access),
      clock: { now: () => nowMs },
      ...more,
    });
    return {
      resolver,
      accesses,
      advance: (ms: number) => (nowMs += ms),
      outcomes: () => accesses.map((a) => a.outcome),
    };
  }

  it('reads set-aside variables, and entries of JSON ones', async () => {
    const { resolver } = setup({ PATCHBAY_SECRET_A: 'one', PATCHBAY_SECRET_B: '{"token":"two","n":1}' });
    expect(await resolver.resolve('authref://env/PATCHBAY_SECRET_A', context)).toBe('one');
    expect(await resolver.resolve('authref://env/PATCHBAY_SECRET_B#token', context)).toBe('two');
    for (const uri of ['authref://env/PATCHBAY_SECRET_B#n', 'authref://env/PATCHBAY_SECRET_B#toString']) {
      await expect(resolver.resolve(uri, context)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('keeps other variables out of reach', async () => {
    const { resolver, outcomes } = setup({ DATABASE_URL: 'postgres://secret', CI_TOKEN: 'three' });
    const refused = resolver.resolve('authref://env/DATABASE_URL', context);
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    await expect(refused).rejects.not.toThrow('postgres://secret');
    expect(outcomes()).toEqual(['failed']);
    const wider = setup({ CI_TOKEN: 'three' }, { allowedEnv: ['CI_TOKEN', 'APP_*'] });
    expect(await wider.resolver.resolve('authref://env/CI_TOKEN', context)).toBe('three');
    await expect(wider.resolver.resolve('authref://env/CI_TOKEN2', context)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('keeps a secret briefly, and tells about each access without the secret', async () => {
    const env: Record<string, string> = { PATCHBAY_SECRET_A: 'first-value' };
    const { resolver, accesses, advance, outcomes } = setup(env);
    const uri = 'authref://env/PATCHBAY_SECRET_A';
    await resolver.resolve(uri, context);
    env.PATCHBAY_SECRET_A = 'second-value';
    expect(await resolver.resolve(uri, context)).toBe('first-value');
    advance(30_000);
    expect(await resolver.resolve(uri, context)).toBe('second-value');
    env.PATCHBAY_SECRET_A = 'third-value';
    resolver.forget(uri);
    expect(await resolver.resolve(uri, { organizationId: 'org_2' })).toBe('third-value');
    expect(outcomes()).toEqual(['read', 'cached', 'read', 'read']);
    expect(accesses[3]).toEqual({
      uri,
      organizationId: 'org_2',
      connectionId: null,
      outcome: 'read',
      at: new Date(31_000),
    });
    expect(JSON.stringify(accesses)).not.toContain('-value');
  });

  it('keeps apart what different organizations read, and no longer than the store allows', async () => {
    const asked: string[] = [];
    const shared: AuthRefStore = {
      async read(_ref, { organizationId }) {
        asked.push(organizationId);
        return { secret: `of-${organizationId}`, maxAgeMs: 1_000 };
      },
    };
    const { resolver, advance } = setup({}, { stores: { shared } });
    const resolve = (organizationId: string) => resolver.resolve('authref://shared/x', { organizationId });
    expect([await resolve('org_1'), await resolve('org_2'), await resolve('org_1')]).toEqual([
      'of-org_1',
      'of-org_2',
      'of-org_1',
    ]);
    expect(asked).toEqual(['org_1', 'org_2']);
    advance(1_000);
    await resolve('org_1');
    expect(asked).toHaveLength(3);
    resolver.forget('authref://shared/x');
    await Promise.all([resolve('org_1'), resolve('org_2')]);
    expect(asked).toHaveLength(5);
  });

  it('gives nothing when the access cannot be audited', async () => {
    const { resolver } = setup(
      { PATCHBAY_SECRET_A: 'one' },
      { audit: () => Promise.reject(new Error('audit log is down')) },
    );
    await expect(resolver.resolve('authref://env/PATCHBAY_SECRET_A', context)).rejects.toThrow('audit log is down');
  });

  it('asks other stores by name and names those there are', async () => {
    const stores = {
      vault: { read: async (ref: { path: string; key: string | null }) => ({ secret: `${ref.path}/${ref.key}` }) },
    };
    const { resolver } = setup({}, { stores });
    expect(await resolver.resolve('authref://vault/gitlab#access-token', context)).toBe('gitlab/access-token');
    await expect(resolver.resolve('authref://aws/x', context)).rejects.toThrow('Known here: vault, env.');
  });
});
