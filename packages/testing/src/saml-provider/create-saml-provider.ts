import { randomUUID } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { generate } from 'selfsigned';
import { SignedXml } from 'xml-crypto';

/** What the provider says about somebody; each part may be wrong on purpose. */
export interface SamlAssertion {
  nameId: string;
  attributes?: Record<string, string | string[]>;
  /** Default: that of the request. Null leaves it out, as when the provider begins by itself. */
  inResponseTo?: string | null;
  audience?: string;
  /** Where the response says it goes; nothing signs that. Default: that of the request. */
  destination?: string;
  /** Where the assertion may be used; signed. Default: that of the request. */
  recipient?: string;
  /** Signed with SHA-1, as old providers do. */
  isSha1?: boolean;
  /** Seconds from now until it begins to be valid. Default: a minute ago. */
  begins?: number;
  /** How long it is valid from now, in seconds. Default: 300. */
  seconds?: number;
  /** Nothing is signed. */
  isUnsigned?: boolean;
}

/** A request to sign in, as the browser brings it. */
export interface SamlRequest {
  id: string;
  issuer: string;
  acsUrl: string;
  relayState: string;
}

/** An identity provider of SAML 2.0 that signs for real (RSA-SHA256, exclusive canonicalization). */
export interface SamlProvider {
  entityId: string;
  entryPoint: string;
  certificatePem: string;
  /** Reads the address the browser was sent to. */
  readRequest(url: string): SamlRequest;
  /** The form the browser posts back: `SAMLResponse` in base64, and `RelayState`. */
  respond(request: SamlRequest, assertion: SamlAssertion): { SAMLResponse: string; RelayState: string };
}

/** Makes an identity provider with a key of its own. It needs no server: browsers carry everything. */
export async function createSamlProvider(entityId = 'https://login.example.com/saml'): Promise<SamlProvider> {
  const { cert, private: privateKey } = await generate([{ name: 'commonName', value: 'login.example.com' }], {
    keySize: 2048,
    algorithm: 'sha256',
  });
  return {
    entityId,
    entryPoint: `${entityId}/sso`,
    certificatePem: cert,
    readRequest(url) {
      const { searchParams } = new URL(url);
      const packed = Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64');
      const xml = inflateRawSync(packed).toString('utf8');
      return {
        id: /\bID="([^"]+)"/.exec(xml)?.[1] ?? '',
        issuer: /<saml2?:Issuer[^>]*>([^<]+)</.exec(xml)?.[1] ?? '',
        acsUrl: /AssertionConsumerServiceURL="([^"]+)"/.exec(xml)?.[1] ?? '',
        relayState: searchParams.get('RelayState') ?? '',
      };
    },
    respond(request, assertion) {
      const xml = toResponse(entityId, request, assertion);
      const signed = assertion.isUnsigned ? xml : sign(xml, privateKey, cert, assertion.isSha1);
      return { SAMLResponse: Buffer.from(signed, 'utf8').toString('base64'), RelayState: request.relayState };
    },
  };
}

function toResponse(entityId: string, request: SamlRequest, assertion: SamlAssertion): string {
  const now = Date.now();
  const at = (seconds: number) => new Date(now + seconds * 1_000).toISOString();
  const { nameId, attributes = {}, audience = request.issuer, seconds = 300 } = assertion;
  const { destination = request.acsUrl, recipient = request.acsUrl } = assertion;
  const answered = assertion.inResponseTo === undefined ? request.id : assertion.inResponseTo;
  const inResponseTo = answered === null ? '' : ` InResponseTo="${answered}"`;
  const until = at(seconds);
  const begun = at(assertion.begins ?? Math.min(0, seconds) - 60);
  const statements = Object.entries(attributes)
    .map(([name, value]) => {
      const values = (Array.isArray(value) ? value : [value]).map(
        (text) => `<saml:AttributeValue>${escapeXml(text)}</saml:AttributeValue>`,
      );
      return `<saml:Attribute Name="${escapeXml(name)}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic">${values.join('')}</saml:Attribute>`;
    })
    .join('');
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_${randomUUID()}" Version="2.0" IssueInstant="${at(0)}" Destination="${escapeXml(destination)}"${inResponseTo}><saml:Issuer>${entityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status><saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_${randomUUID()}" Version="2.0" IssueInstant="${at(0)}"><saml:Issuer>${entityId}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">${escapeXml(nameId)}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${until}" Recipient="${escapeXml(recipient)}"${inResponseTo}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${begun}" NotOnOrAfter="${until}"><saml:AudienceRestriction><saml:Audience>${escapeXml(audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${at(0)}" SessionIndex="_${randomUUID()}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${statements}</saml:AttributeStatement></saml:Assertion></samlp:Response>`;
}

function sign(xml: string, privateKey: string, publicCert: string, isSha1 = false): string {
  const signature = new SignedXml({
    privateKey,
    publicCert,
    signatureAlgorithm: isSha1
      ? 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
      : 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  });
  signature.addReference({
    xpath: "//*[local-name(.)='Assertion']",
    digestAlgorithm: isSha1 ? 'http://www.w3.org/2000/09/xmldsig#sha1' : 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
  });
  signature.computeSignature(xml, {
    location: { reference: "//*[local-name(.)='Assertion']/*[local-name(.)='Issuer']", action: 'after' },
  });
  return signature.getSignedXml();
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
