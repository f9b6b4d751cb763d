import { createRoute } from '@hono/zod-openapi';
import { failure, jsonResponse, organizationQuerySchema, overviewSchema } from '../contract/index.ts';
import { createRouter } from './create-router.ts';

const getOverviewRoute = createRoute({
  method: 'get',
  path: '/overview',
  tags: ['Overview'],
  summary: 'How it stands, what ran, what needs a person',
  request: { query: organizationQuerySchema },
  responses: { 200: jsonResponse(overviewSchema, 'The overview.'), ...failure },
});

export const overviewRoutes = createRouter();
overviewRoutes.openAPIRegistry.registerPath(getOverviewRoute);
