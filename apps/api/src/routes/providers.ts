import { createRoute, z } from '@hono/zod-openapi';
import {
  failure,
  jsonResponse,
  pageOf,
  providerDetailSchema,
  providerInfoSchema,
  providerQuerySchema,
  slugSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';

const slugParams = z.object({ slug: slugSchema });

const listProvidersRoute = createRoute({
  method: 'get',
  path: '/providers',
  tags: ['Providers'],
  summary: 'List providers',
  request: { query: providerQuerySchema },
  responses: { 200: jsonResponse(pageOf(providerInfoSchema), 'Every provider that matches; one page.'), ...failure },
});

const listConnectableProvidersRoute = createRoute({
  ...listProvidersRoute,
  path: '/connections/providers',
  summary: 'List providers (the same list under its older path)',
});

const getProviderRoute = createRoute({
  method: 'get',
  path: '/connections/providers/{slug}',
  tags: ['Providers'],
  summary: 'Get one provider whole',
  request: { params: slugParams },
  responses: { 200: jsonResponse(providerDetailSchema, 'What it can do and what connecting it takes.'), ...failure },
});

const getProviderByShortPathRoute = createRoute({ ...getProviderRoute, path: '/providers/{slug}' });

const getProviderLogoRoute = createRoute({
  method: 'get',
  path: '/providers/{slug}/logo',
  tags: ['Providers'],
  summary: "Get a provider's logo",
  request: { params: slugParams },
  responses: {
    200: { description: 'An SVG image.', content: { 'image/svg+xml': { schema: z.string() } } },
    ...failure,
  },
});

export const providerRoutes = createRouter();
for (const route of [
  listProvidersRoute,
  listConnectableProvidersRoute,
  getProviderRoute,
  getProviderByShortPathRoute,
  getProviderLogoRoute,
])
  providerRoutes.openAPIRegistry.registerPath(route);
