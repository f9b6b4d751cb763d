import { z } from '@hono/zod-openapi';
import { performInterface, runAction } from '@patchbay/services';
import {
  actionInputSchema,
  actionResultSchema,
  failure,
  jsonBody,
  jsonResponse,
  organizationQuerySchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { serviceContext } from './service-context.ts';

const runActionRoute = protectedRoute({
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

const performInterfaceRoute = protectedRoute({
  method: 'post',
  path: '/connections/{id}/interfaces/{interface}',
  tags: ['Actions'],
  summary: 'Do what a provider-neutral interface asks for',
  description:
    'The same input and output whichever provider serves it: scm.comment, scm.status, scm.checkRun, ci.trigger, notify.send and so on. The provider names those it serves in interfaces.',
  request: {
    params: z.object({ id: z.string().min(1).max(100), interface: z.string().min(1).max(100) }),
    query: organizationQuerySchema,
    headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional() }),
    body: jsonBody(actionInputSchema),
  },
  responses: { 200: jsonResponse(actionResultSchema, 'The result; success tells whether it worked.'), ...failure },
});

export const actionRoutes = createRouter();

actionRoutes.openapi(runActionRoute, async (context) => {
  const { id: connectionId, operation } = context.req.valid('param');
  const idempotencyKey = context.req.valid('header')['idempotency-key'];
  return context.json(
    await runAction(serviceContext(context), {
      connectionId,
      operation,
      input: context.req.valid('json'),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    }),
    200,
  );
});

actionRoutes.openapi(performInterfaceRoute, async (context) => {
  const { id: connectionId, interface: id } = context.req.valid('param');
  const idempotencyKey = context.req.valid('header')['idempotency-key'];
  return context.json(
    await performInterface(serviceContext(context), {
      connectionId,
      interface: id,
      input: context.req.valid('json'),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    }),
    200,
  );
});
