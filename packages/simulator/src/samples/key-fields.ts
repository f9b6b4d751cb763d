import type { AuthMethod } from '@patchbay/schema';

/** What a credential field wants instead of any text. `certificate` belongs to the `p256` key; `bytes` is a shared secret. */
export type KeyKind = 'rsa' | 'p256' | 'ed25519' | 'certificate' | 'bytes';

export interface KeyField {
  kind: KeyKind;
  encoding: 'pem' | 'base64' | 'hex';
}

const kindOf = { RS256: 'rsa', ES256: 'p256', EdDSA: 'ed25519', HS256: 'bytes' } as const;

/** The credential fields of a method that hold keys, by name. A shared secret that is plain text is like any other text. */
export function keyFields(method: AuthMethod): Record<string, KeyField> {
  switch (method.type) {
    case 'jwt': {
      const { algorithm, keyField, keyEncoding } = method.config;
      const encoding = keyEncoding === 'utf8' ? 'pem' : keyEncoding;
      const kind = kindOf[algorithm];
      return kind === 'bytes' && encoding === 'pem' ? {} : { [keyField]: { kind, encoding } };
    }
    case 'hmac_request': {
      const { keyField, keyEncoding } = method.config;
      return keyEncoding === 'utf8' ? {} : { [keyField]: { kind: 'bytes', encoding: keyEncoding } };
    }
    case 'github_app':
      return { [method.config.privateKeyField]: { kind: 'rsa', encoding: 'pem' } };
    case 'mtls':
      return {
        [method.config.certificateField]: { kind: 'certificate', encoding: 'pem' },
        [method.config.privateKeyField]: { kind: 'p256', encoding: 'pem' },
      };
    default:
      return {};
  }
}
