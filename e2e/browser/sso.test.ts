// An owner sets single sign-on up in the admin, and somebody new signs in with a real OpenID Connect server, all in a real browser.
// The admin is at localhost and the server at 127.0.0.1: two sites, as an identity provider is another.
import type { SsoProvider } from '@patchbay/client';
import {
  createSamlProvider,
  findFreePort,
  type OidcProvider,
  type Patchbay,
  startOidcProvider,
  startPatchbay,
  startServer,
} from '@patchbay/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInInBrowser, waitForHeading } from '../support/admin.ts';
import type { ApiClient } from '../support/api-client.ts';
import { asSteps } from '../support/as-steps.ts';
import { launchBrowser, type OpenPage, openPage } from '../support/browser.ts';
import { requireBrowser } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';

const domain = 'engines.example';

describe.skipIf(!requireBrowser())('single sign-on', () => {
  let adminUrl: string;
  let patchbay: Patchbay;
  let api: ApiClient;
  let peer: OidcProvider;
  let browser: Browser;
  let ownerPage: OpenPage;
  let personPage: OpenPage;

  beforeAll(async () => {
    const adminPort = await findFreePort();
    adminUrl = `http://localhost:${adminPort}`;
    peer = await startOidcProvider({
      // Where people are sent back to is known only when the identity provider has been added.
      redirectUris: ['http://127.0.0.1/later'],
      scopes: ['groups'],
      accounts: [
        { id: 'grace', claims: { email: `grace@${domain}`, name: 'Grace Hopper', groups: ['platform'] } },
        { id: 'eve', claims: { email: 'eve@elsewhere.example', name: 'Eve' } },
      ],
    });
    const env = { APP_URL: adminUrl, PATCHBAY_SSO_TRUSTED_DOMAINS: domain };
    [patchbay, browser] = await Promise.all([startPatchbay({ admin: true, adminPort, env }), launchBrowser()]);
    ({ api } = await setUp(patchbay));
    ownerPage = await openPage(browser, { baseUrl: adminUrl });
    personPage = await openPage(browser, { baseUrl: adminUrl });
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([patchbay?.close(), peer?.stop()]);
  });

  asSteps(() => ({ owner: ownerPage?.page, person: personPage?.page }));

  async function beginWith(page: Page, email: string): Promise<void> {
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Use single sign-on' }).click();
    await page.getByTestId('sso-sign-in-form').getByLabel('Email').fill(email);
    await page.getByRole('button', { name: 'Continue' }).click();
  }

  /** What a person does at the identity provider: logs in and agrees. */
  async function agree(page: Page, login: string): Promise<void> {
    await page.waitForURL((url) => url.origin === peer.issuer);
    await page.locator('input[name=login]').fill(login);
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.locator('input[name=login]').waitFor({ state: 'detached' });
    await page.locator('button[type=submit]').click();
    await page.waitForURL((url) => url.origin === adminUrl);
  }

  test('an owner adds an identity provider, and reads where people are sent back to', async () => {
    const { page } = ownerPage;
    await signInInBrowser(page);
    await page.goto('/settings/single-sign-on');
    await page.getByRole('button', { name: 'Add identity provider' }).click();
    const dialog = page.getByTestId('sso-dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Company login');
    await dialog.getByLabel('E-mail domain').fill(domain);
    await dialog.getByLabel('Issuer').fill(`${peer.issuer}/wrong`);
    await dialog.getByLabel('Client ID').fill(peer.clientId);
    await dialog.getByLabel('Client secret').fill(peer.clientSecret);
    await dialog.getByLabel('Scopes').fill('openid email profile groups');
    await dialog.getByLabel('Rules for roles').fill('groups = platform: admin');
    await dialog.getByRole('button', { name: 'Save identity provider' }).click();
    await dialog.getByText('Check the issuer').first().waitFor();
    // Nothing typed is lost.
    await dialog.getByLabel('Issuer').fill(peer.issuer);
    await dialog.getByRole('button', { name: 'Save identity provider' }).click();
    await dialog.waitFor({ state: 'detached' });
    const redirectUrl = (await page.getByText('/api/auth/sso/callback/').textContent())?.trim() ?? '';
    expect(redirectUrl).toMatch(new RegExp(`^${adminUrl}/api/auth/sso/callback/sso_`));
    const client = await peer.provider.Client.find(peer.clientId);
    Object.assign(client ?? {}, { redirectUris: [redirectUrl] });
    expect(await page.content()).not.toContain(peer.clientSecret);
  });

  test('until the domain is proven nobody is led there; then somebody new comes in, in the role of the rule', async () => {
    const { page } = personPage;
    await beginWith(page, `grace@${domain}`);
    await page.getByText('No organization here signs addresses of this domain in').waitFor();
    await ownerPage.page.getByText('Domain not proven').waitFor();
    await ownerPage.page.getByRole('button', { name: 'Check the record' }).click();
    await ownerPage.page.getByText('Domain proven').waitFor();
    await beginWith(page, `grace@${domain}`);
    await agree(page, 'grace');
    await waitForHeading(page, 'Overview');
    expect(new URL(page.url()).search).toBe('');
    const { body } = await api.call('GET', '/members');
    expect(JSON.stringify(body)).toMatch(/"grace@engines\.example"/);
    await ownerPage.page.goto('/settings/members');
    const row = ownerPage.page
      .getByTestId('members')
      .getByTestId('row')
      .filter({ hasText: `grace@${domain}` });
    await row.getByText('Admin', { exact: true }).waitFor();
  });

  test('whom the owner removes is refused with who can invite them, and comes back by an invitation', async () => {
    const email = `grace@${domain}`;
    const { page } = ownerPage;
    const row = page.getByTestId('members').getByTestId('row').filter({ hasText: email });
    await row.getByRole('button').click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    const dialog = page.getByTestId('confirm-dialog');
    await dialog.getByText('not by single sign-on either; an invitation lets them back in').waitFor();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await row.waitFor({ state: 'detached' });

    const { page: person, context } = await openPage(browser, { baseUrl: adminUrl });
    await beginWith(person, email);
    await agree(person, 'grace');
    await person.getByText('Ask one of its owners or admins to invite you again').waitFor();
    expect(new URL(person.url()).pathname).toBe('/sign-in');
    await context.close();

    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByTestId('invite-member').getByLabel('Email').fill(email);
    await page.getByTestId('invite-member').getByRole('button', { name: 'Create invitation' }).click();
    const created = page.getByTestId('invitation-created');
    const link = ((await created.getByTestId('secret-once').textContent()) ?? '').trim();
    await created.getByRole('button', { name: 'I have copied it' }).click();

    const { page: guest, context: guestContext } = await openPage(browser, { baseUrl: adminUrl });
    await guest.goto(link);
    // She has no password: her organization's sign-in accepts the invitation.
    await guest.getByRole('link', { name: 'Use single sign-on' }).click();
    await guest.getByTestId('sso-sign-in-form').getByLabel('Email').fill(email);
    await guest.getByRole('button', { name: 'Continue' }).click();
    await agree(guest, 'grace');
    await waitForHeading(guest, 'Overview');
    await guestContext.close();
    await page.reload();
    await row.getByText('Admin', { exact: true }).waitFor();
    expect(await page.getByTestId('invitations').count()).toBe(0);
  });

  test('who signs in there with a foreign address reads why they are not in', async () => {
    const { page, context } = await openPage(browser, { baseUrl: adminUrl });
    await beginWith(page, `eve@${domain}`);
    await agree(page, 'eve');
    await page.getByText('signed in an address of another domain').waitFor();
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await context.close();
  });

  test('the owner deletes it, and nobody is led there any more', async () => {
    const { page } = ownerPage;
    await page.goto('/settings/single-sign-on');
    await page.getByRole('button', { name: 'Delete Company login' }).click();
    const dialog = page.getByTestId('confirm-dialog');
    await dialog.getByText(domain).first().waitFor();
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByTestId('empty-state').waitFor();
    const { page: visitor, context } = await openPage(browser, { baseUrl: adminUrl });
    await beginWith(visitor, `grace@${domain}`);
    await visitor.getByText('No organization here signs addresses of this domain in').waitFor();
    await context.close();
  });

  test('with SAML, the form of the identity provider’s page signs the person in', async () => {
    const port = await findFreePort();
    const idp = await createSamlProvider(`http://127.0.0.1:${port}/saml`);
    // Its page: a form that sends itself, as those of identity providers do.
    const server = await startServer(
      (request, response) => {
        const asked = idp.readRequest(`http://127.0.0.1:${port}${request.url}`);
        const form = idp.respond(asked, { nameId: `linus@${domain}`, attributes: { displayName: 'Linus' } });
        const inputs = Object.entries(form).map(([name, value]) => `<input name="${name}" value="${value}">`);
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(
            `<form method="post" action="${asked.acsUrl}">${inputs.join('')}</form><script>document.forms[0].submit()</script>`,
          );
      },
      { port },
    );
    const saml = { entityId: idp.entityId, entryPoint: idp.entryPoint, certificates: [idp.certificatePem] };
    const { id } = await api.post<SsoProvider>('/sso-providers', { name: 'SAML login', domain, saml });
    await api.post(`/sso-providers/${id}/verify-domain`);
    const { page, context } = await openPage(browser, { baseUrl: adminUrl });
    await beginWith(page, `linus@${domain}`);
    await waitForHeading(page, 'Overview');
    const { body } = await api.call('GET', '/members');
    expect(JSON.stringify(body)).toContain(`"linus@${domain}"`);
    await context.close();
    await server.stop();
  });
});
