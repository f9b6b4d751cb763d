import { z } from 'zod';
import { nameSchema, templateSchema } from '../text.ts';
import { common } from './common.ts';

export const registryBearerMethod = z
  .strictObject({
    ...common,
    type: z.literal('registry_bearer'),
    config: z
      .strictObject({
        usernameField: nameSchema.default('username').describe('Credential field with the user name.'),
        passwordField: nameSchema.default('password').describe('Credential field with the password or token.'),
        realmHosts: z
          .array(templateSchema)
          .default([])
          .describe("Hosts a challenge may send us to for a token, besides the manifest's own; same form as `hosts`."),
        anonymous: z.boolean().default(true).describe('Ask for a token without credentials when none are given.'),
      })
      .prefault({})
      .describe('What this type needs to know.'),
  })
  .describe(
    'A 401 challenge names a token service; its token opens the request. Falls back to Basic when the challenge says Basic.',
  );
