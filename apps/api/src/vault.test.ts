// A credential that is a reference to Vault, in the real process: read at use, told when it cannot be, never shown.
import {
  createCanary,
  createPostgresDatabase,
  type LocalServer,
  type Patchbay,
  type PostgresDatabase,
  startPatchbay,
  startPatchbayExpectingExit,
  startServer,
  startVaultServer,
  type VaultServer,
} from '@patchbay/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { owner } from './testing/create-test-app.ts';

const canary = createCanary();
const isPostgres = process.env.PATCHBAY_TEST_DATABASE === 'postgres';

let database: PostgresDatabase | undefined;
let vault: VaultServer;
let role: { roleId: string; secretId: string };
let provider: LocalServer;
let patchbay: Patchbay;
let apiKey = '';
let organizationId = '';

beforeAll(async () => {
  if (isPostgres) database = await createPostgresDatabase(process.env.TEST_DATABASE_URL ?? '');
  vault = await startVaultServer();
  role = vault.root.createRole({ ttlSeconds: 3600 });
  provider = await startServer((_request, response) => void response.end('{}'));
  patchbay = await startPatchbay({
    ...(database && { databaseUrl: database.url }),
    env: {
      PATCHBAY_VAULT_ADDR: vault.url,
      PATCHBAY_VAULT_ROLE_ID: role.roleId,
      PATCHBAY_VAULT_SECRET_ID: role.secretId,
    },
  });
  ({ apiKey, organizationId } = (await call('POST', '/setup', { ...owner, token: patchbay.setupToken })).body);
});
afterAll(async () => {
  await patchbay?.close();
  await provider?.stop();
  await vault?.stop();
  await database?.drop();
});

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${patchbay.apiUrl}/api/v1${path}`, {
    method,
    headers: {
      ...(apiKey && { authorization: `Bearer ${apiKey}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  return { status: response.status, body: (await response.json()) as any };
}

async function connect(reference: string): Promise<string> {
  const made = await call('POST', '/integrations/connections', {
    providerSlug: 'gitea',
    authMethod: 'token',
    settings: { baseUrl: provider.url },
    credentials: { token: reference },
  });
  expect(made).toMatchObject({ status: 201 });
  return made.body.id;
}

const proxy = (id: string) => call('GET', `/integrations/connections/${id}/proxy/user`);

test('a call carries what Vault holds, and nothing else does', async () => {
  vault.root.secrets().write(`patchbay/${organizationId}/gitea`, { token: canary });
  const id = await connect(`authref://vault/patchbay/${organizationId}/gitea#token`);
  expect((await proxy(id)).status).toBe(200);
  expect(provider.requests.at(-1)?.headers.authorization).toContain(canary);
  const audit = await call('GET', `/audit-log?targetId=${id}&action=credentials.resolve`);
  expect(audit.body.data).toMatchObject([{ after: { outcome: 'read' } }]);
  const shown = await call('GET', `/integrations/connections/${id}`);
  expect(JSON.stringify([audit, shown]) + patchbay.output()).not.toContain(canary);
  expect([vault.root.logins, patchbay.output()]).toEqual([1, expect.not.stringContaining(role.secretId)]);
});

test('the path of somebody else is refused before Vault hears of it', async () => {
  vault.root.secrets().write('patchbay/org_other/gitea', { token: canary });
  const id = await connect('authref://vault/patchbay/org_other/gitea#token');
  const [asked, sent] = [vault.requests.length, provider.requests.length];
  const refused = await proxy(id);
  expect(JSON.stringify(refused.body)).toContain('is not open to this organization');
  expect([vault.requests.length, provider.requests.length]).toEqual([asked, sent]);
});

test('a sealed Vault is told as what it is', async () => {
  const id = await connect(`authref://vault/patchbay/${organizationId}/later#token`);
  vault.isSealed = true;
  const { body } = await call('POST', `/integrations/connections/${id}/test`);
  vault.isSealed = false;
  expect(JSON.stringify(body)).toContain('Vault is sealed');
  expect(JSON.stringify(body)).toContain('transient');
});

test('half a login is refused at the start, with a sentence', async () => {
  const refused = await startPatchbayExpectingExit({
    env: { PATCHBAY_VAULT_ADDR: 'http://vault.example.com', PATCHBAY_VAULT_TOKEN: 'hvs.canary' },
  });
  expect(refused).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining('Patchbay cannot start. PATCHBAY_VAULT_ADDR must be an https address'),
  });
  expect(refused.output).not.toContain('hvs.canary');
});

test('the token goes back at the end', async () => {
  const read = vault.requests.find(({ url }) => url.endsWith('/gitea'));
  const token = String(read?.headers['x-vault-token']);
  expect(vault.root.tokens.find(token)).not.toBeNull();
  expect(await patchbay.stop()).toBe(0);
  expect(vault.root.tokens.find(token)).toBeNull();
});
