import { z } from '@hono/zod-openapi';

export const keyRotationSchema = z
  .object({
    keyId: z.string().openapi({ description: 'The newest key, which everything is sealed with in the end.' }),
    resealed: z.int().openapi({ description: 'Credentials sealed anew by this call.' }),
    undecryptable: z.int().openapi({ description: 'Credentials no configured key opens; the check names them.' }),
    remaining: z.int().openapi({ description: 'Credentials still sealed with another key, those among them.' }),
    isComplete: z.boolean().openapi({ description: 'False: call again to go on.' }),
  })
  .openapi('KeyRotation');

export const keyCheckSchema = z
  .object({
    currentKeyId: z.string().openapi({ description: 'The newest key.' }),
    keys: z
      .array(
        z.object({
          id: z.string(),
          isConfigured: z.boolean(),
          credentials: z.int().openapi({ description: 'How many credentials of all organizations it sealed.' }),
        }),
      )
      .openapi({ description: 'Configured keys, newest first, then keys that are used and not configured.' }),
    undecryptable: z
      .array(
        z.object({
          type: z.enum(['credential', 'oauth_app', 'sso_provider', 'event_subscription', 'webhook']),
          id: z.string(),
          connectionId: z.string().nullable().openapi({ description: "Of a connection's credentials." }),
          version: z.int().nullable(),
          message: z.string(),
        }),
      )
      .openapi({ description: "Credentials of the caller's organization that do not open, at most a hundred." }),
    undecryptableTotal: z.int().openapi({ description: 'How many do not open, in all organizations.' }),
  })
  .openapi('KeyCheck');
