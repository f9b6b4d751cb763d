import { createRoute } from '@hono/zod-openapi';
import { failure, healthSchema, jsonResponse, readinessSchema } from '../contract/index.ts';
import { createRouter } from './create-router.ts';

const tags = ['Health'];

const healthRoute = createRoute({
  method: 'get',
  path: '/healthz',
  tags,
  summary: 'Whether the process lives',
  security: [],
  responses: { 200: jsonResponse(healthSchema, 'It lives.'), ...failure },
});

const readinessRoute = createRoute({
  method: 'get',
  path: '/readyz',
  tags,
  summary: 'Whether it can serve: the database answers',
  security: [],
  responses: {
    200: jsonResponse(readinessSchema, 'Ready.'),
    503: jsonResponse(readinessSchema, 'Not now; the failed check is named.'),
  },
});

/** How long the database may take to answer, in milliseconds. */
const PING_TIMEOUT_MS = 2_000;

export const healthRoutes = createRouter();

healthRoutes.openapi(healthRoute, (context) =>
  context.json({ status: 'ok' as const, version: context.get('deps').settings.version }, 200),
);

healthRoutes.openapi(readinessRoute, async (context) => {
  const { services, isQueueReady, logger } = context.get('deps');
  const database = await Promise.race([
    services.db.ping().then(
      () => 'ok' as const,
      (error: unknown) => {
        logger.warn({ err: error }, 'the database does not answer');
        return 'failed' as const;
      },
    ),
    new Promise<'failed'>((resolve) => setTimeout(resolve, PING_TIMEOUT_MS, 'failed').unref()),
  ]);
  const queue = isQueueReady();
  const jobs = queue === null ? 'off' : queue ? 'ok' : 'failed';
  if (database === 'ok' && jobs !== 'failed') {
    return context.json({ status: 'ready' as const, checks: { database, jobs } as const }, 200);
  }
  return context.json({ status: 'unavailable' as const, checks: { database, jobs } as const }, 503);
});
