import { createPrivateKey, type KeyObject } from 'node:crypto';
import { ProviderError } from '../errors/provider-error.ts';

const oneLine = /^(-----BEGIN [A-Z0-9 ]+-----)\s*([A-Za-z0-9+/=\s]+?)\s*(-----END [A-Z0-9 ]+-----)$/;

/** Undoes what forms and JSON files do to PEM: `\n` written out, carriage returns, everything on one line. */
export function normalizePem(text: string): string {
  const trimmed = text.trim().replaceAll('\r', '');
  const broken = trimmed.includes('\n') ? trimmed : trimmed.replaceAll('\\n', '\n');
  const flat = broken.includes('\n') ? null : oneLine.exec(broken);
  if (!flat) return `${broken}\n`;
  const lines = (flat[2] ?? '').replace(/\s+/g, '').match(/.{1,64}/g) ?? [];
  return `${[flat[1], ...lines, flat[3]].join('\n')}\n`;
}

/** Reads a private key (PEM). Throws `auth_invalid` that says what is wrong with it and never repeats it. */
export function readPrivateKey(text: string, label: string, passphrase: string | null = null): KeyObject {
  const pem = normalizePem(text);
  if (!pem.includes('-----BEGIN'))
    throw badKey(
      `The ${label} is not PEM text.`,
      'Paste the whole text, with its first and last line ("-----BEGIN …").',
    );
  if (!/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(pem))
    throw badKey(
      `The ${label} holds ${pem.includes('CERTIFICATE') ? 'a certificate' : 'a public key'}, not a private key.`,
      'Paste the private key; its first line ends with "PRIVATE KEY-----".',
    );
  try {
    return createPrivateKey(passphrase === null ? { key: pem } : { key: pem, passphrase });
  } catch (error) {
    throw explain(error, pem, label, passphrase);
  }
}

/** Something is wrong with a key or certificate people entered. */
export function badKey(message: string, nextStep: string): ProviderError {
  return new ProviderError('auth_invalid', message, { nextStep, nothingSent: true });
}

// The messages of the library are not for people, so only their codes are read.
function explain(error: unknown, pem: string, label: string, passphrase: string | null): ProviderError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const isEncrypted = /ENCRYPTED/.test(pem);
  if (code === 'ERR_MISSING_PASSPHRASE' || (isEncrypted && passphrase === null))
    return badKey(
      `The ${label} is protected by a passphrase, and none is entered.`,
      'Enter the passphrase, or remove it from the key (openssl pkey -in key.pem -out plain.pem).',
    );
  if (isEncrypted)
    return badKey(`The passphrase does not open the ${label}.`, 'Check the passphrase; it is not that of the account.');
  return badKey(
    `The ${label} is not a valid private key.`,
    'Copy it again from the file the provider gave; a line may be missing or changed.',
  );
}
