import { z } from 'zod';
import { nameSchema } from '../text.ts';
import { common } from './common.ts';

export const basicMethod = z
  .strictObject({
    ...common,
    type: z.literal('basic'),
    config: z
      .strictObject({
        usernameField: nameSchema
          .default('username')
          .describe('Credential or setting field; absent in `fields` means an empty user name.'),
        passwordField: nameSchema.default('password').describe('Credential field with the password or token.'),
      })
      .prefault({})
      .describe('What this type needs to know.'),
  })
  .describe('HTTP Basic authentication.');
