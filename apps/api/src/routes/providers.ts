import { z } from '@hono/zod-openapi';
import { getProvider, getProviderLogo, listProviders } from '@patchbay/services';
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
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const slugParams = z.object({ slug: slugSchema });

const listProvidersRoute = protectedRoute({
  method: 'get',
  path: '/providers',
  tags: ['Providers'],
  summary: 'List providers',
  request: { query: providerQuerySchema },
  responses: { 200: jsonResponse(pageOf(providerInfoSchema), 'Every provider that matches; one page.'), ...failure },
});

const listConnectableProvidersRoute = protectedRoute({
  ...listProvidersRoute,
  path: '/connections/providers',
  summary: 'List providers (the same list under its older path)',
});

const getProviderRoute = protectedRoute({
  method: 'get',
  path: '/connections/providers/{slug}',
  tags: ['Providers'],
  summary: 'Get one provider whole',
  request: { params: slugParams },
  responses: { 200: jsonResponse(providerDetailSchema, 'What it can do and what connecting it takes.'), ...failure },
});

const getProviderByShortPathRoute = protectedRoute({ ...getProviderRoute, path: '/providers/{slug}' });

const getProviderLogoRoute = protectedRoute({
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

for (const route of [listProvidersRoute, listConnectableProvidersRoute]) {
  providerRoutes.openapi(route, async (context) =>
    context.json(await listProviders(serviceContext(context), ownInput(context.req.valid('query'))), 200),
  );
}

for (const route of [getProviderRoute, getProviderByShortPathRoute]) {
  providerRoutes.openapi(route, async (context) =>
    context.json(await getProvider(serviceContext(context), context.req.valid('param')), 200),
  );
}

providerRoutes.openapi(getProviderLogoRoute, async (context) => {
  const logo = await getProviderLogo(serviceContext(context), context.req.valid('param'));
  // Opened by itself an SVG is a page: the policy of every answer lets nothing in it run.
  return context.body(logo, 200, {
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': 'private, max-age=3600',
  });
});
