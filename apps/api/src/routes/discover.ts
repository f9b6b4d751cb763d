import { createRoute } from '@hono/zod-openapi';
import {
  discoveredSchema,
  discoverSchema,
  failure,
  idParams,
  jsonBody,
  jsonResponse,
  organizationQuerySchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';

const discoverRoute = createRoute({
  method: 'post',
  path: '/{id}/discover',
  tags: ['Discovery'],
  summary: "Find a provider's resources by name",
  request: { params: idParams('con_01j9zq4n2t'), query: organizationQuerySchema, body: jsonBody(discoverSchema) },
  responses: { 200: jsonResponse(discoveredSchema, 'What was found.'), ...failure },
});

export const discoverRoutes = createRouter();
discoverRoutes.openAPIRegistry.registerPath(discoverRoute);
