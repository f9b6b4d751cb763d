import { z } from '@hono/zod-openapi';
import { timestampSchema } from './common.ts';
import { runSchema } from './run.ts';

/** The first page: how it stands, what ran, what needs a person. */
export const overviewSchema = z
  .object({
    connections: z.object({
      total: z.number().int(),
      pending: z.number().int(),
      active: z.number().int(),
      paused: z.number().int(),
      error: z.number().int(),
      disconnected: z.number().int(),
    }),
    recentRuns: z.array(runSchema),
    attention: z
      .array(
        z.object({
          connectionId: z.string(),
          name: z.string(),
          providerSlug: z.string(),
          reason: z.string(),
          since: timestampSchema,
        }),
      )
      .openapi({ description: 'Connections in error, with the reason.' }),
  })
  .openapi('Overview');
