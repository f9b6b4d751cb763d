import { createCanary } from '@patchbay/testing';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { createTestApp, type TestApp, txtRecords } from './create-test-app.ts';
import { createSsoBrowser, type SsoBrowser } from './sso-browser.ts';

interface Organization {
  apiKey: string;
  organizationId: string;
  userId: string;
}

interface Provider {
  id: string;
  domainRecord: { name: string; value: string };
}

export const clientSecret = createCanary();

export const rules = [
  { attribute: 'groups', value: 'platform', role: 'admin' },
  { attribute: 'groups', value: 'developers', role: 'member' },
];

export interface TestedSso {
  tested: TestApp;
  mine: Organization;
  other: Organization;
  /** Adds an identity provider for acme.example. */
  add(apiKey: string, body: object): Promise<Provider>;
  /** Proves that the domain is its organization's. */
  prove(apiKey: string, provider: Provider): ReturnType<TestApp['call']>;
  removeAda(): Promise<void>;
  inviteAda(role: string): Promise<{ id: string }>;
  /** Their roles by their addresses. */
  membersOf(apiKey: string): Promise<Record<string, string>>;
  createBrowser(): SsoBrowser;
}

/** An app with two organizations, and without identity providers and people of acme.example before each test. */
export function testSso(): TestedSso {
  const sso = {
    async add(apiKey: string, body: object): Promise<Provider> {
      const added = await sso.tested.call(apiKey, 'POST', '/sso-providers', {
        ...{ name: 'Login', domain: 'acme.example' },
        ...body,
      });
      expect([added.status, added.body.error?.message]).toEqual([201, undefined]);
      return added.body;
    },
    prove(apiKey: string, { id, domainRecord }: Provider) {
      txtRecords.set(domainRecord.name, ['other=1', domainRecord.value]);
      return sso.tested.call(apiKey, 'POST', `/sso-providers/${id}/verify-domain`);
    },
    async removeAda(): Promise<void> {
      const { body } = await sso.tested.call(sso.mine.apiKey, 'GET', '/members');
      const { userId } = body.data.find(({ email }: { email: string }) => email === 'ada@acme.example');
      expect((await sso.tested.call(sso.mine.apiKey, 'DELETE', `/members/${userId}`)).status).toBe(204);
    },
    async inviteAda(role: string): Promise<{ id: string }> {
      const invitation = { email: 'ada@acme.example', role };
      const invited = await sso.tested.call(sso.mine.apiKey, 'POST', '/invitations', invitation);
      expect(invited.status).toBe(201);
      return invited.body;
    },
    async membersOf(apiKey: string): Promise<Record<string, string>> {
      const { body } = await sso.tested.call(apiKey, 'GET', '/members');
      return Object.fromEntries(body.data.map(({ email, role }: { email: string; role: string }) => [email, role]));
    },
    createBrowser: () => createSsoBrowser(sso.tested),
  } as Partial<TestedSso> as TestedSso;

  beforeAll(async () => {
    sso.tested = await createTestApp();
    sso.mine = await sso.tested.addOrganization('Mine');
    sso.other = await sso.tested.addOrganization('Other');
  });
  afterAll(() => sso.tested?.close());
  beforeEach(async () => {
    txtRecords.clear();
    await sso.tested.db.orm.execute('delete from sso_providers');
    for (const table of ['users', 'removed_members', 'invitations'])
      await sso.tested.db.orm.execute(`delete from ${table} where email like '%@acme.example'`);
  });
  return sso;
}
