import { parseXml, XmlError, type XmlValue } from '@patchbay/runtime';

/** XML Signature algorithms with SHA-2 (RFC 9231). */
const strong: Record<string, readonly string[]> = {
  SignatureMethod: ['rsa', 'ecdsa'].flatMap((kind) =>
    [256, 384, 512].map((bits) => `http://www.w3.org/2001/04/xmldsig-more#${kind}-sha${bits}`),
  ),
  DigestMethod: [
    'http://www.w3.org/2001/04/xmlenc#sha256',
    'http://www.w3.org/2001/04/xmldsig-more#sha384',
    'http://www.w3.org/2001/04/xmlenc#sha512',
  ],
};

/**
 * What is wrong with how a SAML response is written and signed, before anybody believes it; null when nothing is. The library looks
 * at the algorithms of requests in addresses only, and would take SHA-1 in a form.
 */
export function checkSamlResponse(xml: string): string | null {
  try {
    const weak = findWeakAlgorithm(parseXml(xml));
    return weak === null ? null : `it is signed with ${weak.slice(0, 100)}, and SHA-256 or better is needed`;
  } catch (error) {
    if (error instanceof XmlError) return `it is an XML document ${error.message}`;
    throw error;
  }
}

function findWeakAlgorithm(value: XmlValue): string | null {
  if (typeof value === 'string') return null;
  const entries: [string, XmlValue][] = Array.isArray(value)
    ? value.map((each) => ['', each])
    : Object.entries(value).map(([name, each]) => [name.replace(/^.*:/, ''), each]);
  for (const [name, each] of entries) {
    const allowed = strong[name];
    for (const method of allowed ? [each].flat() : []) {
      const algorithm = typeof method === 'object' && !Array.isArray(method) ? method['@Algorithm'] : '';
      if (!allowed?.includes(String(algorithm ?? ''))) return String(algorithm || 'no named algorithm');
    }
    const weak = findWeakAlgorithm(each);
    if (weak !== null) return weak;
  }
  return null;
}
