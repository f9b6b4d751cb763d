// An app is installed over the API alone: begun by a person's session, ended at the callback, used with a key.
import type { Connection, OAuthAttempt, OAuthStart } from '@patchbay/client';
import {
  type AppForge,
  assertNoCanary,
  createEncryptionKeys,
  findFreePort,
  type Patchbay,
  startAppForge,
  startPatchbay,
} from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, everythingSaid, testConnection } from '../support/api-client.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { callbackUrlOf } from '../support/people-store.ts';
import { setUp } from '../support/set-up-patchbay.ts';
import { type SignedInPerson, signInPerson } from '../support/sign-in-at-people-store.ts';

describe.each(databases)('on the %s database', (_name, createDatabase) => {
  let database: TestDatabase;
  let forge: AppForge;
  let patchbay: Patchbay;
  let api: ApiClient;
  let person: SignedInPerson;

  beforeAll(async () => {
    everythingSaid.length = 0;
    database = await createDatabase();
    const adminPort = await findFreePort();
    forge = await startAppForge({ callbackUrl: callbackUrlOf(`http://127.0.0.1:${adminPort}`) });
    const { databaseUrl } = database;
    const env = {
      LOG_LEVEL: 'trace',
      PATCHBAY_EGRESS_ALLOW: 'loopback',
      ...(databaseUrl && { PATCHBAY_ENCRYPTION_KEYS: createEncryptionKeys() }),
    };
    patchbay = await startPatchbay({ adminPort, env, ...(databaseUrl && { databaseUrl }) });
    ({ api } = await setUp(patchbay));
    person = await signInPerson(patchbay);
  });
  afterAll(async () => {
    await patchbay?.close();
    await forge?.stop();
    await database?.drop();
  });

  const body = () => ({
    ...{ providerSlug: 'github', authMethod: 'app', name: 'Our app', credentials: forge.app },
    settings: { baseUrl: forge.api, siteUrl: forge.site },
  });
  const begin = () => person.call<OAuthStart>('POST', '/integrations/oauth/install', body());
  const readAttempt = async (id: string) =>
    (await person.call<OAuthAttempt>('GET', `/integrations/oauth/attempts/${id}`)).body;

  test('an API key cannot begin it: somebody has to be there', async () => {
    const refused = await api.call('POST', '/integrations/oauth/install', body());
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
  });

  test('a person installs the app, and a key calls through the connection', async () => {
    const started = await begin();
    expect(started.status).toBe(200);
    const page = await person.comeBack(forge.comeBack(started.body.authorizationUrl));
    const connectionId = page.searchParams.get('connection') ?? '';
    expect(await readAttempt(started.body.attemptId)).toMatchObject({
      ...{ kind: 'install', status: 'success', connectionId, test: { ok: true } },
    });
    expect(await api.get<Connection>(`/integrations/connections/${connectionId}`)).toMatchObject({
      ...{ name: 'Our app', status: 'active', authMethod: 'app', account: { label: 'octo-org' } },
    });
    expect(await testConnection(api, connectionId)).toMatchObject({ ok: true });
    expect(forge.personTokens.size).toBe(0);
  });

  test('the number of a stranger’s installation is refused, and the sentence says why', async () => {
    const theirs = await begin();
    const stolen = forge.comeBack(theirs.body.authorizationUrl, { person: 'mallory', account: 'other-org' });
    const mine = await begin();
    const back = forge.comeBack(mine.body.authorizationUrl);
    back.set('installation_id', stolen.get('installation_id') ?? '');
    expect((await person.comeBack(back)).searchParams.get('connection')).toBeNull();
    expect(await readAttempt(mine.body.attemptId)).toMatchObject({
      ...{ status: 'error', error: { code: 'install_foreign', message: expect.stringContaining('none of those') } },
    });
  });

  test('nothing that was said or logged holds a secret of the app', () => {
    const lines = forge.app.privateKey.split('\n').filter((line) => line.length > 40);
    for (const secret of [forge.app.clientSecret, ...lines])
      assertNoCanary(secret, { said: everythingSaid.join('\n'), logged: patchbay.output() });
  });
});
