import { getOverview } from '@patchbay/services';
import { failure, jsonResponse, organizationQuerySchema, overviewSchema } from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { serviceContext } from './service-context.ts';

const getOverviewRoute = protectedRoute({
  method: 'get',
  path: '/overview',
  tags: ['Overview'],
  summary: 'How it stands, what ran, what needs a person',
  request: { query: organizationQuerySchema },
  responses: { 200: jsonResponse(overviewSchema, 'The overview.'), ...failure },
});

export const overviewRoutes = createRouter();

overviewRoutes.openapi(getOverviewRoute, async (context) =>
  context.json(await getOverview(serviceContext(context)), 200),
);
