import { z } from 'zod';
import { nameSchema } from '../text.ts';
import { common } from './common.ts';

export const mtlsMethod = z
  .strictObject({
    ...common,
    type: z.literal('mtls'),
    config: z
      .strictObject({
        certificateField: nameSchema.default('certificate').describe('Credential field with the certificate (PEM).'),
        privateKeyField: nameSchema.default('privateKey').describe('Credential field with the private key (PEM).'),
        passphraseField: nameSchema.default('passphrase').describe('Credential field with the passphrase of the key.'),
      })
      .prefault({})
      .describe('What this type needs to know.'),
  })
  .describe('A client certificate.');
