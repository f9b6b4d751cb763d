import { createRoute } from '@hono/zod-openapi';
import { createSetup, getSetupStatus } from '@patchbay/services';
import {
  failure,
  jsonBody,
  jsonResponse,
  setupResultSchema,
  setupSchema,
  setupStatusSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';

const getSetupRoute = createRoute({
  method: 'get',
  path: '/setup',
  tags: ['Setup'],
  summary: 'Whether the first owner exists',
  security: [],
  responses: { 200: jsonResponse(setupStatusSchema, 'The state of the setup.'), ...failure },
});

const setupRoute = createRoute({
  method: 'post',
  path: '/setup',
  tags: ['Setup'],
  summary: 'Make the first organization and its owner, once',
  security: [],
  request: { body: jsonBody(setupSchema) },
  responses: { 201: jsonResponse(setupResultSchema, 'Made. The API key is shown this once.'), ...failure },
});

export const setupRoutes = createRouter();

setupRoutes.openapi(getSetupRoute, async (context) =>
  context.json(await getSetupStatus(context.get('deps').services), 200),
);

setupRoutes.openapi(setupRoute, async (context) => {
  const { rateLimiters, services } = context.get('deps');
  const ip = context.get('address');
  // Each attempt may guess the token: they are limited like attempts to sign in.
  await rateLimiters.signIn.take(ip);
  const request = { requestId: context.get('requestId'), ip };
  return context.json(await createSetup(services, context.req.valid('json'), request), 201);
});
