import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { createDb } from '@patchbay/db';
import { createTestOrganization } from '@patchbay/db/testing';
import { createKeyRing, open, seal } from '@patchbay/secrets';
import { createConnection, prepareProxy } from '@patchbay/services';
import { createTestServices } from '../../packages/services/src/testing/create-test-services.ts';
import { print } from './table.ts';

const secret = JSON.stringify({
  accessToken: randomBytes(48).toString('hex'),
  refreshToken: randomBytes(48).toString('hex'),
});
const aad = 'org_1/con_1/1';

/** How often a second, the best of three turns: the first ones warm the code up. */
function perSecond(openOnce: () => string): number {
  let best = 0;
  for (let turn = 0; turn < 3; turn += 1) {
    const endsAt = performance.now() + 1_000;
    let count = 0;
    while (performance.now() < endsAt) {
      for (let round = 0; round < 100; round += 1) openOnce();
      count += 100;
    }
    best = Math.max(best, count);
  }
  return best;
}

/** Sealed credentials opened on one core, beside AES-256-GCM of the same text with nothing around it. */
export function measureCredentials(): void {
  const bytes = randomBytes(32);
  const keyRing = createKeyRing(`k1:${bytes.toString('base64')}`);
  const envelope = seal(keyRing, secret, aad);
  const key = createSecretKey(bytes);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  const tag = cipher.getAuthTag();

  const raw = perSecond(() => {
    const decipher = createDecipheriv('aes-256-gcm', key, iv);
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  });
  const opened = perSecond(() => open(keyRing, envelope, aad));
  print(
    `Sealed credentials of ${secret.length} characters, opened on one core`,
    ['what', 'a second', 'of raw'],
    [
      ['raw AES-256-GCM', raw.toLocaleString('en'), '100 %'],
      ['open', opened.toLocaleString('en'), `${Math.round((opened / raw) * 100)} %`],
    ],
  );
}

/** What a proxied call does to come to its credentials: permission, connection, state, and the secrets themselves. */
export async function measureTokenRead(): Promise<void> {
  const statements: string[] = [];
  const db = await createDb({ memory: true, onQuery: (statement) => void statements.push(statement) });
  await db.migrate();
  const { organizationId } = await createTestOrganization(db);
  const organizations = { a: organizationId, b: organizationId };
  const services = await createTestServices({ db, organizations });
  const { id: connectionId } = await createConnection(services.as('owner'), {
    providerSlug: 'item-store',
    authMethod: 'basic',
    settings: { baseUrl: 'https://items.example.com' },
    credentials: { username: 'ada', password: randomBytes(48).toString('hex') },
  });
  const context = services.as('member');
  const read = async () => {
    const { target } = await prepareProxy(context, { connectionId, method: 'GET' });
    await target.credentials.get();
  };
  await read();
  statements.length = 0;
  let best = 0;
  for (let turn = 0; turn < 3; turn += 1) {
    const endsAt = performance.now() + 1_000;
    let count = 0;
    while (performance.now() < endsAt) {
      for (let round = 0; round < 100; round += 1) await read();
      count += 100;
    }
    best = Math.max(best, count);
  }
  await services.close();
  await db.close();
  print(
    'Credentials read as each proxied call reads them',
    ['a second', 'microseconds each', 'SQL statements'],
    [[best.toLocaleString('en'), (1_000_000 / best).toFixed(1), String(statements.length)]],
  );
}
