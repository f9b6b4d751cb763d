import { createSamlProvider, type SamlAssertion } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { checkSamlResponse } from './check-saml-response.ts';

const request = {
  id: '_1',
  issuer: 'https://patchbay.example',
  acsUrl: 'https://patchbay.example/acs',
  relayState: '',
};
const idp = await createSamlProvider();
function respond(assertion: Partial<SamlAssertion> = {}): string {
  const { SAMLResponse } = idp.respond(request, { nameId: 'ada@acme.example', ...assertion });
  return Buffer.from(SAMLResponse, 'base64').toString('utf8');
}

test('a response signed with SHA-256 is taken', () => {
  expect(checkSamlResponse(respond())).toBeNull();
});

test('SHA-1 is refused, however it is written', () => {
  expect(checkSamlResponse(respond({ isSha1: true }))).toContain('rsa-sha1');
  const written: [RegExp | string, string][] = [
    [/xmldsig-more#rsa-sha256/, '&#x78;mldsig-more#rsa-sha1'],
    [/(<DigestMethod )Algorithm="[^"]+"/, '$1Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"'],
    [/<SignatureMethod Algorithm="[^"]+"\/>/, '<SignatureMethod/>'],
    [
      /<DigestMethod (Algorithm="[^"]+")\/>/,
      '<DigestMethod $1/><DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>',
    ],
    [
      /<SignatureMethod /,
      '<a:SignatureMethod xmlns:a="http://www.w3.org/2000/09/xmldsig#" Algorithm="x"/><SignatureMethod ',
    ],
  ];
  for (const [from, to] of written) {
    const xml = respond();
    const changed = xml.replace(from, to);
    expect(changed).not.toBe(xml);
    expect([to, checkSamlResponse(changed)]).toEqual([to, expect.stringContaining('SHA-256 or better')]);
  }
});

test('what is no plain document is refused, without repeating it', () => {
  expect(checkSamlResponse(`<!DOCTYPE r [<!ENTITY e "x">]>${respond()}`)).toContain('with a document type');
  expect(checkSamlResponse(respond().slice(0, -20))).toContain('breaks off');
  expect(checkSamlResponse('swordfish')).not.toContain('swordfish');
});
