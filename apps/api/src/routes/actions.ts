import { createRoute, z } from '@hono/zod-openapi';
import {
  actionInputSchema,
  actionResultSchema,
  failure,
  jsonBody,
  jsonResponse,
  organizationQuerySchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';

const runActionRoute = createRoute({
  method: 'post',
  path: '/connections/{id}/actions/{operation}',
  tags: ['Actions'],
  summary: 'Run one declared operation',
  description: 'An Idempotency-Key is passed on to the provider where its API knows one.',
  request: {
    params: z.object({ id: z.string().min(1).max(100), operation: z.string().min(1).max(100) }),
    query: organizationQuerySchema,
    headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
    body: jsonBody(actionInputSchema),
  },
  responses: { 200: jsonResponse(actionResultSchema, 'The result; success tells whether it worked.'), ...failure },
});

export const actionRoutes = createRouter();
actionRoutes.openAPIRegistry.registerPath(runActionRoute);
