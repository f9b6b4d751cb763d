import type { NetworkFailure } from './network-error.ts';

const selfSigned = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN']);
const unknownIssuer = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
]);
/** What a server says when it does not like the certificate it was shown, or was shown none. */
const clientRefusals: readonly [pattern: RegExp, message: string, nextStep: string][] = [
  [
    /CERTIFICATE_REQUIRED/,
    'asks for a client certificate, and the connection has none.',
    'Choose the way to sign in with a client certificate, and enter one.',
  ],
  [
    /ALERT_CERTIFICATE_EXPIRED/,
    'refused the client certificate because it has expired.',
    'Have the certificate renewed, and enter the new one with its key.',
  ],
  [/ALERT_CERTIFICATE_REVOKED/, 'refused the client certificate because it was revoked.', 'Enter another certificate.'],
  [
    /ALERT_UNKNOWN_CA/,
    'does not know the authority that issued the client certificate.',
    'Enter a certificate of the authority the server trusts, with the certificates in between below it.',
  ],
  [
    /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_UNKNOWN|ACCESS_DENIED)|ALERT_NO_CERTIFICATE/,
    'refused the client certificate.',
    'Check that the certificate is meant for clients and belongs to this server.',
  ],
];

/** What is wrong with the certificate or the handshake, told apart; null when the failure is none of TLS. */
export function describeTlsFailure(code: string, host: string, cause: unknown): NetworkFailure | null {
  const tls = (message: string, nextStep: string): NetworkFailure => ({
    class: 'provider_down',
    message,
    nextStep,
    whoseFault: 'you',
    nothingSent: true,
  });
  if (selfSigned.has(code))
    return tls(
      `The certificate of ${host} is self-signed, so nobody vouches for it.`,
      'Install a certificate of a known authority, or switch TLS verification off for this connection when you trust the network.',
    );
  if (unknownIssuer.has(code))
    return tls(
      `The certificate of ${host} was issued by an authority this server does not know, or an intermediate certificate is missing.`,
      'Send the whole certificate chain from the provider, add the authority to this server, or switch TLS verification off for this connection.',
    );
  if (code === 'CERT_HAS_EXPIRED')
    return tls(`The certificate of ${host} has expired.`, 'Renew the certificate on the provider.');
  if (code === 'CERT_NOT_YET_VALID')
    return tls(`The certificate of ${host} is not valid yet.`, 'Check the clocks of both servers.');
  if (code === 'CERT_REVOKED')
    return tls(`The certificate of ${host} was revoked.`, 'Install a new certificate on the provider.');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return tls(
      `The certificate of ${host} was made for another host name.`,
      'Use the host name the certificate names, or install a certificate for this one.',
    );
  const refusal = clientRefusals.find(([pattern]) => pattern.test(code));
  if (refusal)
    return {
      class: 'auth_invalid',
      message: `${host} ${refusal[1]}`,
      nextStep: refusal[2],
      whoseFault: 'you',
      nothingSent: true,
    };
  if (/ALERT_HANDSHAKE_FAILURE/.test(code))
    return tls(
      `${host} refused the TLS handshake.`,
      'It may ask for a client certificate, or for another version of TLS.',
    );
  const text = cause instanceof Error ? cause.message : '';
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO' || /SSL routines/.test(text))
    return tls(
      `${host} does not speak TLS as expected.`,
      'Check whether the server URL should begin with http:// or use another port.',
    );
  return null;
}
