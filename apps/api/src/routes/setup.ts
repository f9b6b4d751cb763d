import { createRoute } from '@hono/zod-openapi';
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
for (const route of [getSetupRoute, setupRoute]) setupRoutes.openAPIRegistry.registerPath(route);
