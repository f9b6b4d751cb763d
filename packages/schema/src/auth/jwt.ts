import { z } from 'zod';
import { headerNameSchema, nameSchema, templateSchema, templateValueSchema, urlTemplateSchema } from '../text.ts';
import { common } from './common.ts';
import { tokenPathsSchema } from './token-response.ts';

export const jwtMethod = z
  .strictObject({
    ...common,
    type: z.literal('jwt'),
    config: z
      .strictObject({
        algorithm: z.enum(['RS256', 'ES256', 'HS256', 'EdDSA']).describe('How the token is signed.'),
        keyField: nameSchema.describe('Credential field with the private key (PEM) or shared secret.'),
        keyEncoding: z
          .enum(['pem', 'utf8', 'base64', 'hex'])
          .default('pem')
          .describe('How the key is written in its field.'),
        keyId: templateSchema.optional().describe('`kid` of the header.'),
        claims: z.record(z.string(), templateValueSchema).describe('Claims; iat and exp are added.'),
        ttlSeconds: z.int().min(1).max(86_400).default(300).describe('Lifetime of the signed token, in seconds.'),
        exchange: z
          .strictObject({
            tokenUrl: urlTemplateSchema.describe('Where codes and assertions are traded for tokens.'),
            params: z
              .record(z.string(), templateSchema)
              .describe('Parameters of the request; {assertion} is the signed token.'),
            tokenResponse: tokenPathsSchema.prefault({}),
          })
          .optional()
          .describe('Trade the assertion for an access token. Without it the token itself is sent.'),
        header: headerNameSchema.default('Authorization').describe('The header that carries the token.'),
        prefix: z.string().default('Bearer ').describe('Put before the token.'),
      })
      .describe('What this type needs to know.'),
  })
  .describe('A signed token, sent as it is or exchanged; service accounts.');
