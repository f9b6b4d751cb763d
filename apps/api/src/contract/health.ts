import { z } from '@hono/zod-openapi';

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string() }).openapi('Health');

export const readinessSchema = z
  .object({
    status: z.enum(['ready', 'unavailable']),
    checks: z.object({ database: z.enum(['ok', 'failed']), jobs: z.enum(['ok', 'failed', 'off']) }),
  })
  .openapi('Readiness');
