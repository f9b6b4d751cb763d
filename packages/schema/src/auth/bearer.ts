import { z } from 'zod';
import { nameSchema } from '../text.ts';
import { common } from './common.ts';

export const bearerMethod = z
  .strictObject({
    ...common,
    type: z.literal('bearer'),
    config: z
      .strictObject({
        field: nameSchema.default('token').describe('Credential field with the token.'),
        scheme: z.string().default('Bearer').describe('The word before the token.'),
      })
      .prefault({})
      .describe('What this type needs to know.'),
  })
  .describe('Authorization: Bearer.');
