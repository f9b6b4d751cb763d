import { X509Certificate } from 'node:crypto';
import type { ClientCertificate } from '../egress/client-certificate.ts';
import type { AuthContext, AuthStrategies, MethodOf } from './auth-strategy.ts';
import { readCredential } from './credential.ts';
import { badKey, normalizePem, readPrivateKey } from './private-key.ts';

/** How long a key that was read stays in memory, in milliseconds. */
const keptMs = 10 * 60_000;

type Context = AuthContext<MethodOf<'mtls'>>;

/** A client certificate, shown to servers that ask for one in the TLS handshake. */
export const mtls: AuthStrategies['mtls'] = {
  credentialHeaders: () => [],
  apply(request, context) {
    const certificate = findCertificate(context);
    if (!request.origin.startsWith('https://'))
      throw badKey(
        'A client certificate can be shown over https only, and the server URL begins with http://.',
        'Change the server URL to https://.',
      );
    request.clientCertificate = certificate;
  },
};

/** Read once for each version of the credentials: opening an encrypted key is slow on purpose. */
function findCertificate(context: Context): ClientCertificate {
  const key = JSON.stringify([context.cacheKey, 'certificate']);
  const known = context.cache.get(key) as ClientCertificate | undefined;
  if (known) return known;
  const certificate = readCertificate(context);
  context.cache.set(key, certificate, { ttl: keptMs });
  return certificate;
}

function readCertificate(context: Context): ClientCertificate {
  const { certificateField, privateKeyField, passphraseField } = context.method.config;
  const certificatePem = normalizePem(readCredential(certificateField, context) ?? '');
  const keyText = readCredential(privateKeyField, context) ?? '';
  const passphrase = readCredential(passphraseField, context);
  const certificate = parseCertificate(certificatePem);
  const key = readPrivateKey(keyText, 'private key', passphrase);
  if (!certificate.checkPrivateKey(key))
    throw badKey(
      'The private key does not belong to the client certificate.',
      'Enter the key the certificate was made for; the certificate itself comes first, those of its authority below it.',
    );
  return { certificatePem, privateKeyPem: normalizePem(keyText), passphrase };
}

function parseCertificate(pem: string): X509Certificate {
  if (pem.includes('PRIVATE KEY-----') && !pem.includes('BEGIN CERTIFICATE'))
    throw badKey('The field for the client certificate holds a private key.', 'Exchange the two.');
  try {
    return new X509Certificate(pem);
  } catch {
    throw badKey(
      'The client certificate is not a valid PEM certificate.',
      'Paste the whole text, from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----".',
    );
  }
}
