import { z } from 'zod';
import { expressionSchema, headerNameSchema, nameSchema } from '../text.ts';
import { common } from './common.ts';
import { stepSchema } from './step.ts';

export const sessionMethod = z
  .strictObject({
    ...common,
    type: z.literal('session'),
    config: z
      .strictObject({
        login: stepSchema.describe('The request that signs in.'),
        token: nameSchema.describe('Which extracted value is the token.'),
        header: headerNameSchema.default('Authorization').describe('The header that carries the token.'),
        prefix: z.string().default('Bearer ').describe('Put before the token.'),
        keepCookies: z.boolean().default(false).describe('Send the cookies of the sign-in with each request.'),
        expiresIn: expressionSchema.optional().describe("JMESPath to the session's lifetime, in seconds."),
        ttlSeconds: z.int().min(1).optional().describe('Lifetime when the answer tells none, in seconds.'),
        logout: stepSchema.optional().describe('The request that signs out, on disconnect.'),
      })
      .describe('What this type needs to know.'),
  })
  .describe('Sign in with a request, then send its token.');
