import { createPublicKey, type KeyObject, sign } from 'node:crypto';

/** A certificate (PEM) of a P-256 key for itself, as X.509 (RFC 5280) has it, version 1; Node reads certificates but makes none. */
export function selfSign(privateKey: KeyObject): string {
  // 1.2.840.10045.4.3.2, ecdsa-with-SHA256.
  const algorithm = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
  // 2.5.4.3, common name.
  const commonName = der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('example client')));
  const name = der(0x30, der(0x31, commonName));
  const validity = der(0x30, der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z')));
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const serial = der(0x02, Buffer.from([1]));
  const body = der(0x30, serial, algorithm, name, validity, name, publicKey);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const lines =
    der(0x30, body, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** One value in DER: its tag, its length, and its contents. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
