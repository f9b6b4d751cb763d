import { createSamlProvider, type SamlAssertion, type SamlProvider } from '@patchbay/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { origin } from './testing/create-test-app.ts';
import { endOf, type SsoBrowser } from './testing/sso-browser.ts';
import { rules, testSso } from './testing/test-sso.ts';

const sso = testSso();
const { add, prove, removeAda, inviteAda, membersOf, createBrowser } = sso;

const assertionOf = (xml: string) => /<saml:Assertion .*<\/saml:Assertion>/s.exec(xml)?.[0] ?? '';
const signatureOf = (xml: string) => /<(ds:)?Signature .*<\/(ds:)?Signature>/s.exec(xml)?.[0] ?? '';

/** Another assertion in the place of the signed one, with the signature of that and what `place` makes of both. */
function wrapped(xml: string, place: (signature: string, signed: string) => string): string {
  const [assertion, signature] = [assertionOf(xml), signatureOf(xml)];
  expect(signature).toContain('</Signature>');
  const signed = assertion.replace(signature, '');
  const forged = signed.replace(/ID="_[^"]+"/, 'ID="_forged"').replace('ada@acme.example', 'eve@acme.example');
  return xml.replace(assertion, forged.replace('<saml:Subject>', `${place(signature, signed)}<saml:Subject>`));
}

let provider: Awaited<ReturnType<typeof add>>;
let idp: SamlProvider;
beforeAll(async () => {
  idp = await createSamlProvider();
});
beforeEach(async () => {
  const saml = { entityId: idp.entityId, entryPoint: idp.entryPoint, certificates: [idp.certificatePem] };
  provider = await add(sso.mine.apiKey, { roleMapping: rules, saml });
  await prove(sso.mine.apiKey, provider);
});

const ada: SamlAssertion = { nameId: 'ada@acme.example', attributes: { groups: ['developers', 'everybody'] } };
const postForm = (browser: SsoBrowser, form: Record<string, string>, headers: Record<string, string>) =>
  browser.go(`/api/auth/sso/saml2/sp/acs/${provider.id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });
/** As browsers do it: a form of another site brings no cookies, and our own page sends it once more with them. */
async function post(browser: SsoBrowser, form: Record<string, string>) {
  const page = await (await postForm(browser, form, { origin: 'https://login.example.com', cookie: '' })).text();
  const again = Object.fromEntries(
    [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
    ]),
  );
  expect(again).toEqual(form);
  return postForm(browser, again, { origin });
}
async function begin(browser: SsoBrowser) {
  const { status, body } = await browser.start('ada@acme.example');
  expect([status, body.error?.message]).toEqual([200, undefined]);
  return idp.readRequest(body.url);
}
const isSignedIn = async (browser: SsoBrowser) => (await browser.me()).status === 200;

test('a signed response signs somebody new in, in the role of the rule', async () => {
  const browser = createBrowser();
  const request = await begin(browser);
  expect(request.acsUrl).toBe(`${origin}/api/auth/sso/saml2/sp/acs/${provider.id}`);
  await post(browser, idp.respond(request, ada));
  expect(await browser.me()).toMatchObject({
    status: 200,
    body: { user: { email: 'ada@acme.example' }, role: 'member', organization: { id: sso.mine.organizationId } },
  });
});

test('who was removed is refused until they are invited again', async () => {
  const browser = createBrowser();
  await post(browser, idp.respond(await begin(browser), ada));
  expect(await isSignedIn(browser)).toBe(true);
  await removeAda();
  const again = createBrowser();
  const refused = await post(again, idp.respond(await begin(again), ada));
  expect(endOf(refused)).toEqual({ path: '/sign-in', error: 'removed_from_organization' });
  expect(await isSignedIn(again)).toBe(false);
  await inviteAda('viewer');
  expect(endOf(await post(again, idp.respond(await begin(again), ada)))).toEqual({ path: '/', error: null });
  // A rule that matches counts before the invitation's role, as at every sign-in.
  expect((await again.me()).body.role).toBe('member');
});

test.each<[string, (form: string) => string]>([
  ['another address', (xml) => xml.replace('ada@acme.example', 'eve@acme.example')],
  ['another group', (xml) => xml.replace('everybody', 'platform')],
  ['another audience', (xml) => xml.replace(/(<saml:Audience>)[^<]+/, '$1https://elsewhere.example')],
  [
    'a second assertion wrapped around the signed one',
    (xml) => {
      const assertion = /<saml:Assertion .*<\/saml:Assertion>/s.exec(xml)?.[0] ?? '';
      const forged = assertion
        .replace(/<ds:Signature.*<\/ds:Signature>|<Signature.*<\/Signature>/s, '')
        .replace(/ID="_[^"]+"/, 'ID="_forged"')
        .replace('ada@acme.example', 'eve@acme.example');
      return xml.replace(assertion, `${forged}${assertion}`);
    },
  ],
  [
    'a forged assertion, with the signed one in its signature,',
    (xml) =>
      wrapped(xml, (signature, signed) => signature.replace('</Signature>', `<Object>${signed}</Object></Signature>`)),
  ],
  [
    'a forged assertion, with the signed one in its advice,',
    (xml) => wrapped(xml, (signature, signed) => `${signature}<saml:Advice>${signed}</saml:Advice>`),
  ],
  [
    'a forged assertion, with the signed one among extensions,',
    (xml) =>
      wrapped(xml, (signature) => signature).replace(
        '<samlp:Status>',
        `<samlp:Extensions>${assertionOf(xml).replace(signatureOf(xml), '')}</samlp:Extensions><samlp:Status>`,
      ),
  ],
  [
    'a forged assertion of the same ID beside it',
    (xml) => xml.replace('</samlp:Response>', `${assertionOf(xml).replace('ada@', 'eve@')}</samlp:Response>`),
  ],
  [
    'a document type',
    (xml) => `<!DOCTYPE r [<!ENTITY e "eve@acme.example">]>${xml.replace('ada@acme.example', '&e;')}`,
  ],
  ['no signature any more', (xml) => xml.replace(signatureOf(xml), '')],
])('a response that was given %s after it was signed signs nobody else in', async (_what, change) => {
  const browser = createBrowser();
  const form = idp.respond(await begin(browser), ada);
  const xml = Buffer.from(form.SAMLResponse, 'base64').toString('utf8');
  const changed = change(xml);
  expect(changed).not.toBe(xml);
  await post(browser, { ...form, SAMLResponse: Buffer.from(changed).toString('base64') });
  expect(await isSignedIn(browser)).toBe(false);
  expect(Object.keys(await membersOf(sso.mine.apiKey))).toEqual(['owner1@example.com']);
});

test.each<[string, Partial<SamlAssertion>]>([
  ['is not signed', { isUnsigned: true }],
  ['is for another audience', { audience: 'https://elsewhere.example' }],
  ['goes to another address', { destination: `${origin}/api/auth/sso/saml2/sp/acs/sso_other` }],
  ['may be used at another address', { recipient: `${origin}/api/auth/sso/saml2/sp/acs/sso_other` }],
  ['has expired', { seconds: -600 }],
  ['begins to be valid later', { begins: 600, seconds: 900 }],
  ['is signed with SHA-1', { isSha1: true }],
  ['answers no request of ours', { inResponseTo: '_unknown' }],
  ['was not asked for', { inResponseTo: null }],
  ['names an address outside the domain', { nameId: 'eve@elsewhere.example' }],
])('a response that %s signs nobody in', async (_what, change) => {
  const browser = createBrowser();
  const end = endOf(await post(browser, idp.respond(await begin(browser), { ...ada, ...change })));
  expect(await isSignedIn(browser)).toBe(false);
  expect(end).toEqual({ path: '/sign-in', error: expect.stringMatching(/^\w+$/) });
});

test.each(['ada@acme.example<!-- -->.elsewhere.example', '<!-- -->ada@acme.example.elsewhere.example'])(
  'a comment put into a name does not shorten it: %s',
  async (nameId) => {
    const browser = createBrowser();
    // Signatures leave comments out: this one stands although it was not there when the provider signed.
    const form = idp.respond(await begin(browser), { ...ada, nameId: nameId.replace('<!-- -->', '') });
    const xml = Buffer.from(form.SAMLResponse, 'base64').toString('utf8');
    const changed = xml.replace(/(<saml:NameID[^>]*>)[^<]+/, `$1${nameId}`);
    expect(changed).not.toBe(xml);
    await post(browser, { ...form, SAMLResponse: Buffer.from(changed).toString('base64') });
    expect(await isSignedIn(browser)).toBe(false);
    expect(Object.keys(await membersOf(sso.mine.apiKey))).toEqual(['owner1@example.com']);
  },
);

test('of a field that is there twice only what was checked counts', async () => {
  const browser = createBrowser();
  const request = await begin(browser);
  const [good, weak] = [idp.respond(request, ada), idp.respond(request, { ...ada, isSha1: true })];
  const send = (first: string, second: string) =>
    browser.go(`/api/auth/sso/saml2/sp/acs/${provider.id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
      body: new URLSearchParams([
        ['SAMLResponse', first],
        ['SAMLResponse', second],
        ['RelayState', request.relayState],
      ]).toString(),
    });
  expect(endOf(await send(weak.SAMLResponse, good.SAMLResponse)).error).toBe('invalid_saml_response');
  expect(await isSignedIn(browser)).toBe(false);
  expect(sso.tested.logged.some((line) => line.includes('SHA-256 or better is needed'))).toBe(true);
  expect(endOf(await send(good.SAMLResponse, weak.SAMLResponse))).toEqual({ path: '/', error: null });
});

test('a response made for another provider of the same server signs nobody in', async () => {
  const saml = { entityId: idp.entityId, entryPoint: idp.entryPoint, certificates: [idp.certificatePem] };
  const theirs = await add(sso.other.apiKey, { domain: 'other.example', saml });
  await prove(sso.other.apiKey, theirs);
  const browser = createBrowser();
  const form = idp.respond(idp.readRequest((await browser.start('eve@other.example')).body.url), ada);
  expect(endOf(await post(browser, form))).toEqual({ path: '/sign-in', error: expect.stringMatching(/^\w+$/) });
  expect(await isSignedIn(browser)).toBe(false);
});

test('a response to somebody else’s request signs nobody in', async () => {
  const [victim, thief] = [createBrowser(), createBrowser()];
  const form = idp.respond(await begin(thief), ada);
  await begin(victim);
  expect(endOf(await post(victim, form))).toEqual({ path: '/sign-in', error: 'state_mismatch' });
  expect(await isSignedIn(victim)).toBe(false);
});

test('where people end cannot be chosen by what comes back', async () => {
  const browser = createBrowser();
  const form = idp.respond(await begin(browser), ada);
  const end = await post(browser, { ...form, RelayState: 'https://evil.example/' });
  expect(end.headers.get('location')).toBe(`${origin}/sign-in?error=state_mismatch`);
  const got = await browser.go(
    `/api/auth/sso/saml2/sp/acs/${provider.id}?RelayState=${encodeURIComponent('https://evil.example/')}`,
  );
  expect(got.headers.get('location')).toContain(`${origin}/sign-in?error=`);
});

test('a response works once', async () => {
  const browser = createBrowser();
  const form = idp.respond(await begin(browser), ada);
  await post(browser, form);
  expect(await isSignedIn(browser)).toBe(true);
  const thief = createBrowser();
  // Also with the thief's own request, whose state ties it to this browser.
  const { relayState } = await begin(thief);
  await post(thief, { ...form, RelayState: relayState });
  expect(await isSignedIn(thief)).toBe(false);
});

test('a response of another provider with the same name signs nobody in', async () => {
  const impostor = await createSamlProvider(idp.entityId);
  const browser = createBrowser();
  await post(browser, impostor.respond(await begin(browser), ada));
  expect(await isSignedIn(browser)).toBe(false);
});

test('a change without certificates keeps those there, and a new provider needs one', async () => {
  const saml = { entityId: idp.entityId, entryPoint: `${idp.entryPoint}/new`, emailAttribute: 'mail' };
  const kept = await sso.tested.call(sso.mine.apiKey, 'PATCH', `/sso-providers/${provider.id}`, { saml });
  expect(kept.body.saml).toMatchObject({ entryPoint: `${idp.entryPoint}/new`, emailAttribute: 'mail' });
  expect(kept.body.saml.certificates).toHaveLength(1);
  const browser = createBrowser();
  await post(browser, idp.respond(await begin(browser), { ...ada, attributes: { mail: 'Ada@Acme.example' } }));
  expect((await browser.me()).body.user?.email).toBe('ada@acme.example');
  const bare = await sso.tested.call(sso.mine.apiKey, 'POST', '/sso-providers', {
    name: 'x',
    domain: 'a.example',
    saml,
  });
  expect([bare.status, bare.body.error.details[0].path]).toEqual([400, 'saml.certificates']);
});

test('a certificate that is none is refused', async () => {
  const saml = { entityId: 'x', entryPoint: idp.entryPoint, certificates: ['not a certificate'] };
  const answer = await sso.tested.call(sso.mine.apiKey, 'POST', '/sso-providers', {
    name: 'x',
    domain: 'a.example',
    saml,
  });
  expect([answer.status, answer.body.error.details[0].path]).toEqual([400, 'saml.certificates.0']);
});
