import { randomUUID } from 'node:crypto';
import { generate } from 'selfsigned';

export interface Certificate {
  certificatePem: string;
  privateKeyPem: string;
}

export interface CertificateOptions {
  /** Host it is made for instead of this machine. */
  host?: string;
  validFrom?: Date;
  validTo?: Date;
}

/** A self-signed P-256 certificate for this machine (127.0.0.1, ::1, localhost), valid for a year, to serve or to sign in with. */
export async function createCertificate(
  purpose: 'server' | 'client' = 'server',
  { host, validFrom, validTo }: CertificateOptions = {},
): Promise<Certificate> {
  // Servers look clients' certificates up by their name, so each has its own.
  const name = purpose === 'server' ? (host ?? 'localhost') : `client-${randomUUID()}`;
  const made = await generate([{ name: 'commonName', value: name }], {
    ...(validFrom && { notBeforeDate: validFrom }),
    ...(validTo && { notAfterDate: validTo }),
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      // Clients trust it by naming it as their CA, and Go refuses a CA that does not say it is one.
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', ...(purpose === 'server' ? { serverAuth: true } : { clientAuth: true }) },
      {
        name: 'subjectAltName',
        altNames: host
          ? [{ type: 2, value: host }]
          : [
              { type: 2, value: 'localhost' },
              { type: 7, ip: '127.0.0.1' },
              { type: 7, ip: '::1' },
            ],
      },
    ],
  });
  return { certificatePem: made.cert, privateKeyPem: made.private };
}
