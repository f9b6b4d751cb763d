import { z } from 'zod';
import { headerNameSchema, nameSchema, timeUnitSchema } from '../text.ts';
import { common } from './common.ts';

export const hmacRequestMethod = z
  .strictObject({
    ...common,
    type: z.literal('hmac_request'),
    config: z
      .strictObject({
        algorithm: z.enum(['sha1', 'sha256', 'sha512']).describe('The hash.'),
        keyField: nameSchema.describe('Credential field with the key.'),
        keyEncoding: z.enum(['utf8', 'base64', 'hex']).default('utf8').describe('How the key is written in its field.'),
        stripPrefix: z.string().default('').describe('Removed from the key before decoding: `whsec_`.'),
        message: z
          .array(
            z.union([
              z.enum(['method', 'path', 'query', 'body', 'timestamp', 'host']),
              z.strictObject({ literal: z.string().describe('Fixed text.') }),
              z.strictObject({ header: headerNameSchema.describe('The value of this header.') }),
            ]),
          )
          .describe('The hashed message, part by part.'),
        encoding: z.enum(['hex', 'base64']).default('hex').describe('How the hash is written.'),
        header: headerNameSchema.describe('The header that carries the hash.'),
        prefix: z.string().default('').describe('Put before the value.'),
        timestampHeader: headerNameSchema.optional().describe('Header that carries the time of signing.'),
        timestampUnit: timeUnitSchema.default('epoch'),
      })
      .describe('What this type needs to know.'),
  })
  .describe('Each request carries a keyed hash of itself.');
