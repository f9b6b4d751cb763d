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

export const healthRoutes = createRouter();
for (const route of [healthRoute, readinessRoute]) healthRoutes.openAPIRegistry.registerPath(route);
