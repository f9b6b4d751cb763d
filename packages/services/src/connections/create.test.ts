import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { createConnection } from './create.ts';
import { listConnections } from './list.ts';

const token = `sto_${'a'.repeat(20)}WXYZ`;
const settings = { baseUrl: 'https://items.example.com' };
const valid = { providerSlug: 'item-store', authMethod: 'token', settings, credentials: { token } };

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services?.close());

test('connects: defaults filled in, the secret masked, pending until tested, audited', async () => {
  const admin = services.as('admin');
  const connection = await createConnection(admin, { ...valid, name: '  My store ' });
  expect(connection).toMatchObject({
    id: expect.stringMatching(/^con_[0-9a-z]{26}$/),
    providerSlug: 'item-store',
    name: 'My store',
    authMethod: 'token',
    status: 'pending',
    health: { status: 'unknown', checkedAt: null, lastSeenAt: null },
    settings: { baseUrl: 'https://items.example.com', region: 'eu', pageSize: 100 },
    verifyTls: true,
    timeoutMs: 30_000,
    lastTest: null,
    lastSync: null,
    credential: { version: 1, source: 'sealed', fields: [{ name: 'token', isSet: true, mask: '****...WXYZ' }] },
    createdBy: 'user-admin',
    updatedBy: 'user-admin',
  });
  const audit = await listAuditEntries(admin, { targetId: connection.id });
  expect(audit.data).toMatchObject([
    { action: 'connection.create', before: null, after: { name: 'My store', credential: { version: 1 } } },
  ]);
  expect(JSON.stringify([connection, audit])).not.toContain(token);
});

test('without a name and a method the provider’s name and the first method are taken', async () => {
  const connection = await createConnection(services.as('admin'), {
    providerSlug: 'item-store',
    settings,
    credentials: { token },
  });
  expect([connection.name, connection.authMethod]).toEqual(['Item Store', 'token']);
});

test('with an idempotency key a repeated call makes nothing twice', async () => {
  const admin = services.as('admin');
  const input = { ...valid, name: 'Once', idempotencyKey: 'key-1' };
  const [first, second] = await Promise.all([createConnection(admin, input), createConnection(admin, input)]);
  expect(second.id).toBe(first.id);
  expect((await createConnection(admin, input)).id).toBe(first.id);
  expect((await listConnections(admin, { q: 'Once' })).data).toHaveLength(1);
  expect((await catchError(() => createConnection(admin, { ...input, name: 'Other' }))).code).toBe('conflict');
  // Another organization's key of the same name is another key.
  const other = await createConnection(services.as('admin', { organizationId: services.organizations.b }), input);
  expect(other.id).not.toBe(first.id);
});

const badInputs: [what: string, input: Record<string, unknown>, path: string, sentence: RegExp][] = [
  ['an unknown provider', { providerSlug: 'item-stor' }, 'providerSlug', /Did you mean "item-store"/],
  ['an unknown method', { authMethod: 'tokn' }, 'authMethod', /did you mean "token"/],
  ['an unknown top-level field', { extra: 1 }, 'extra', /no such field/],
  ['a name of 10 000 characters', { name: 'x'.repeat(10_000) }, 'name', /longer than 200/],
  ['a name of two lines', { name: 'a\nb' }, 'name', /one line/],
  ['a blank name', { name: '   ' }, 'name', /empty/],
  ['an unknown setting', { settings: { ...settings, baseurl: 'x' } }, 'settings.baseurl', /did you mean "baseUrl"/],
  ['a missing setting', { settings: {} }, 'settings.baseUrl', /Server URL is required/],
  [
    'a setting of the wrong type',
    { settings: { ...settings, pageSize: '10' } },
    'settings.pageSize',
    /must be a number/,
  ],
  ['a number out of range', { settings: { ...settings, pageSize: 0 } }, 'settings.pageSize', /at least 1/],
  ['a fraction', { settings: { ...settings, pageSize: 1.5 } }, 'settings.pageSize', /whole number/],
  ['an unknown choice', { settings: { ...settings, region: 'mars' } }, 'settings.region', /one of eu and us/],
  [
    'a setting that is too long',
    { settings: { ...settings, prefix: 'x'.repeat(21) } },
    'settings.prefix',
    /longer than 20/,
  ],
  ['a pattern', { settings: { ...settings, prefix: 'ABC' } }, 'settings.prefix', /must be lower-case letters/],
  ['a text for yes or no', { settings: { ...settings, archive: 'yes' } }, 'settings.archive', /true or false/],
  ['what another setting asks for', { settings: { ...settings, archive: true } }, 'settings.archiveName', /required/],
  ['settings that are a list', { settings: [] }, 'settings', /./],
  [
    'another scheme',
    { settings: { baseUrl: 'ftp://items.example.com' } },
    'settings.baseUrl',
    /https:\/\/ or http:\/\//,
  ],
  ['a file', { settings: { baseUrl: 'file:///etc/passwd' } }, 'settings.baseUrl', /only/],
  ['no address at all', { settings: { baseUrl: 'items' } }, 'settings.baseUrl', /not a web address/],
  ['a number for an address', { settings: { baseUrl: 7 } }, 'settings.baseUrl', /web address/],
  [
    'credentials in the URL',
    { settings: { baseUrl: 'https://ada:pw-in-url@items.example.com' } },
    'settings.baseUrl',
    /user name/,
  ],
  [
    'an empty user name in the URL',
    { settings: { baseUrl: 'https://@items.example.com' } },
    'settings.baseUrl',
    /user name/,
  ],
  ['a query', { settings: { baseUrl: 'https://items.example.com/?a=1' } }, 'settings.baseUrl', /query/],
  ['a fragment', { settings: { baseUrl: 'https://items.example.com/#a' } }, 'settings.baseUrl', /fragment/],
  [
    'the metadata address',
    { settings: { baseUrl: 'http://169.254.169.254/latest' } },
    'settings.baseUrl',
    /never calls/,
  ],
  [
    'the metadata address as a number',
    { settings: { baseUrl: 'http://2852039166/' } },
    'settings.baseUrl',
    /never calls/,
  ],
  [
    'the metadata address in IPv6',
    { settings: { baseUrl: 'http://[fd00:ec2::254]/' } },
    'settings.baseUrl',
    /never calls/,
  ],
  ['a private address', { settings: { baseUrl: 'http://10.1.2.3' } }, 'settings.baseUrl', /PATCHBAY_EGRESS_ALLOW/],
  ['no credentials', { credentials: {} }, 'credentials.token', /Token is required/],
  ['a blank credential', { credentials: { token: '' } }, 'credentials.token', /required/],
  ['an unknown credential', { credentials: { token, tokn: 'x' } }, 'credentials.tokn', /did you mean "token"/],
  ['a token of another form', { credentials: { token: 'ghp_canary0123456789' } }, 'credentials.token', /store token/],
  [
    'a token of 100 000 characters',
    { credentials: { token: `sto_${'a'.repeat(100_000)}` } },
    'credentials.token',
    /longer/,
  ],
  ['a credential that is no text', { credentials: { token: 5 } }, 'credentials.token', /must be text/],
  ['a reference to nowhere', { credentials: { token: 'authref://nowhere/x' } }, 'credentials.token', /nowhere/],
  ['a broken reference', { credentials: { token: 'authref://' } }, 'credentials.token', /authref:\/\/</],
  ['a timeout of nothing', { timeoutMs: 0 }, 'timeoutMs', /1 000/],
  ['TLS that is no flag', { verifyTls: 'no' }, 'verifyTls', /./],
];

test.each(badInputs)('%s is refused by name, without its value', async (_what, change, path, sentence) => {
  const input = { ...valid, ...change } as Parameters<typeof createConnection>[1];
  const error = await catchError(() => createConnection(services.as('admin'), input));
  expect(error.code).toBe('invalid_input');
  const detail = error.details?.find((candidate) => candidate.path === path);
  expect(detail?.message).toMatch(sentence);
  expect(JSON.stringify([error.message, error.details])).not.toMatch(/pw-in-url|canary/);
});

test('all problems are told at once', async () => {
  const error = await catchError(() =>
    createConnection(services.as('admin'), { ...valid, settings: { pageSize: 0 }, credentials: {} }),
  );
  expect(error.details?.map(({ path }) => path)).toEqual([
    'settings.baseUrl',
    'settings.pageSize',
    'credentials.token',
  ]);
});

test('a method this installation does not offer names those it does', async () => {
  const error = await catchError(() => createConnection(services.as('admin'), { ...valid, authMethod: 'oauth' }));
  expect(error.code).toBe('unsupported');
  expect(error.data).toEqual({ supportedAuthMethods: ['token', 'basic', 'none'] });
});
