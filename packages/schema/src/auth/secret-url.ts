import { z } from 'zod';
import { nameSchema } from '../text.ts';
import { common } from './common.ts';

export const secretUrlMethod = z
  .strictObject({
    ...common,
    type: z.literal('secret_url'),
    config: z
      .strictObject({
        field: nameSchema
          .default('url')
          .describe('Credential field with the whole address; its host must be declared in `hosts`.'),
        reason: z.string().min(1).describe('Why the address is the credential: the provider takes no other one.'),
      })
      .describe('What this type needs to know.'),
  })
  .describe(
    'An address that is itself the secret, such as an incoming webhook. Every request of the method goes there; what an operation says of host and path gives way, its query is added.',
  );
