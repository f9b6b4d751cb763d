import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConnection } from '../connections/create.ts';
import { deleteConnection } from '../connections/delete.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { testManifest } from '../testing/test-manifest.ts';
import { putCredentials } from './put.ts';

const settings = { baseUrl: 'https://items.example.com' };
let services: TestServices;
beforeAll(async () => {
  const auth = testManifest.auth.map((method) => (method.id === 'token' ? { ...method, storedOnce: true } : method));
  services = await createTestServices({
    manifests: [{ ...testManifest, id: 'once-store', name: 'Once store', auth }],
    env: { PATCHBAY_SECRET_STORE: 'from-the-environment' },
  });
});
afterAll(() => services?.close());

const tokenOf = (letter: string) => `sto_${letter.repeat(24)}`;

function connect(token: string, { name = 'First', ...actor }: { name?: string; organizationId?: string } = {}) {
  return createConnection(services.as('admin', actor), {
    providerSlug: 'once-store',
    authMethod: 'token',
    name,
    settings,
    credentials: { token },
  });
}

test('a second connection with the same secret is refused, and names the one that has it', async () => {
  const { id } = await connect(tokenOf('a'), { name: 'Advisor' });
  const error = await catchError(() => connect(tokenOf('a')));
  expect(error).toMatchObject({ code: 'conflict', data: { connectionId: id } });
  expect(error.message).toBe(
    'The connection "Advisor" holds these credentials already, and Once store takes them once. Use that connection, or make another key at Once store.',
  );
  expect(JSON.stringify(error)).not.toContain(tokenOf('a'));
});

test('of two callers at once one gets it', async () => {
  const results = await Promise.allSettled(
    [1, 2, 3].map((number) => connect(tokenOf('b'), { name: `Race ${number}` })),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a new version may keep its own secret, and may not take that of another connection', async () => {
  await connect(tokenOf('c'));
  const { id } = await connect(tokenOf('d'));
  expect(await putCredentials(services.as('admin'), { connectionId: id, credentials: { token: '' } })).toMatchObject({
    credential: { version: 2 },
  });
  const refused = await catchError(() =>
    putCredentials(services.as('admin'), { connectionId: id, credentials: { token: tokenOf('c') } }),
  );
  expect(refused.code).toBe('conflict');
});

test('a secret is free again once its connection is deleted, and once it has another one', async () => {
  const first = await connect(tokenOf('e'));
  await putCredentials(services.as('admin'), { connectionId: first.id, credentials: { token: tokenOf('f') } });
  const second = await connect(tokenOf('e'));
  await deleteConnection(services.as('admin'), { id: second.id });
  await expect(connect(tokenOf('e'))).resolves.toBeDefined();
});

test('a reference counts like a secret, and other organizations and other methods do not', async () => {
  const reference = 'authref://env/PATCHBAY_SECRET_STORE';
  await connect(reference);
  expect((await catchError(() => connect(reference))).code).toBe('conflict');
  const { b } = services.organizations;
  await expect(connect(tokenOf('a'), { organizationId: b })).resolves.toBeDefined();
  const plain = { providerSlug: 'item-store', authMethod: 'token', settings, credentials: { token: tokenOf('g') } };
  await createConnection(services.as('admin'), plain);
  await expect(createConnection(services.as('admin'), plain)).resolves.toBeDefined();
});
