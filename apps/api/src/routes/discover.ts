import { discoverResources } from '@patchbay/services';
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
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const discoverRoute = protectedRoute({
  method: 'post',
  path: '/{id}/discover',
  tags: ['Discovery'],
  summary: "Find a provider's resources by name",
  request: { params: idParams('con_01j9zq4n2t'), query: organizationQuerySchema, body: jsonBody(discoverSchema) },
  responses: { 200: jsonResponse(discoveredSchema, 'What was found.'), ...failure },
});

export const discoverRoutes = createRouter();

discoverRoutes.openapi(discoverRoute, async (context) =>
  context.json(
    await discoverResources(serviceContext(context), {
      connectionId: context.req.valid('param').id,
      ...ownInput(context.req.valid('json')),
    }),
    200,
  ),
);
