import { z } from '@hono/zod-openapi';
import {
  createIncomingWebhook,
  deleteIncomingWebhook,
  getIncomingWebhook,
  listIncomingWebhooks,
  sendIncomingMessage,
  updateIncomingWebhook,
} from '@patchbay/services';
import {
  actionResultSchema,
  createIncomingWebhookSchema,
  failure,
  idempotencyHeaderSchema,
  incomingMessageSchema,
  incomingWebhookSchema,
  jsonBody,
  jsonResponse,
  organizationQuerySchema,
  pageOf,
  pageQuerySchema,
  updateIncomingWebhookSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['Incoming webhooks'];
/** In the older paths the provider stands before a dash: /{slug}-webhooks. */
export const olderPath = '/:slug{[a-z0-9-]+-webhooks}';
const slugSchema = z
  .string()
  .min(1)
  .max(100)
  .transform((slug) => slug.replace(/-webhooks$/, ''))
  .openapi({ type: 'string' });
const slugParams = z.object({ slug: slugSchema });
const params = slugParams.extend({ id: z.string().min(1).max(100).openapi({ example: 'con_01j9zq4n2t' }) });
const query = organizationQuerySchema;
const webhook = jsonResponse(incomingWebhookSchema, 'The webhook, without its address.');

const listRoute = protectedRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'List the incoming webhooks of a provider',
  description: 'Those the caller made; an admin sees all. Also at /{slug}-webhooks.',
  request: { params: slugParams, query: pageQuerySchema },
  responses: { 200: jsonResponse(pageOf(incomingWebhookSchema), 'Newest first.'), ...failure },
});

const createRoute = protectedRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Add an incoming webhook',
  description: 'It belongs to whoever makes it, and shows as a connection too. At most ten an hour from one address.',
  request: { params: slugParams, query, headers: idempotencyHeaderSchema, body: jsonBody(createIncomingWebhookSchema) },
  responses: { 201: webhook, ...failure },
});

const getRoute = protectedRoute({
  method: 'get',
  path: '/{id}',
  tags,
  summary: 'Get an incoming webhook',
  request: { params, query },
  responses: { 200: webhook, ...failure },
});

const updateRoute = protectedRoute({
  method: 'patch',
  path: '/{id}',
  tags,
  summary: 'Rename an incoming webhook, replace its address, pause it, or say which events go there',
  description: 'What is left out stays.',
  request: { params, query, body: jsonBody(updateIncomingWebhookSchema) },
  responses: { 200: webhook, ...failure },
});

const deleteRoute = protectedRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Delete an incoming webhook',
  description: 'Its address is wiped; what was sent stays in its runs.',
  request: { params, query },
  responses: { 204: { description: 'Gone.' }, ...failure },
});

const sendRoute = protectedRoute({
  method: 'post',
  path: '/{id}/send',
  tags,
  summary: 'Send a message to the channel of an incoming webhook',
  request: { params, query, body: jsonBody(incomingMessageSchema) },
  responses: { 200: jsonResponse(actionResultSchema, 'The result; success tells whether it worked.'), ...failure },
});

export const incomingWebhookRoutes = createRouter();

incomingWebhookRoutes.openapi(listRoute, async (context) =>
  context.json(
    await listIncomingWebhooks(serviceContext(context), {
      ...context.req.valid('param'),
      ...ownInput(context.req.valid('query')),
    }),
    200,
  ),
);

incomingWebhookRoutes.openapi(createRoute, async (context) => {
  const { rateLimiters } = context.get('deps');
  await rateLimiters.incomingWebhooks.take(context.get('address'));
  const { routing_type: routingType, ...given } = ownInput(context.req.valid('json'));
  const input = {
    ...context.req.valid('param'),
    ...given,
    routingType,
    idempotencyKey: context.req.valid('header')['idempotency-key'],
  };
  return context.json(await createIncomingWebhook(serviceContext(context), input), 201);
});

incomingWebhookRoutes.openapi(getRoute, async (context) =>
  context.json(await getIncomingWebhook(serviceContext(context), context.req.valid('param')), 200),
);

incomingWebhookRoutes.openapi(updateRoute, async (context) => {
  const { is_active: isActive, routing_type: routingType, ...given } = ownInput(context.req.valid('json'));
  const input = { ...context.req.valid('param'), ...given, isActive, routingType };
  return context.json(await updateIncomingWebhook(serviceContext(context), input), 200);
});

incomingWebhookRoutes.openapi(deleteRoute, async (context) => {
  await deleteIncomingWebhook(serviceContext(context), context.req.valid('param'));
  return context.body(null, 204);
});

incomingWebhookRoutes.openapi(sendRoute, async (context) =>
  context.json(
    await sendIncomingMessage(serviceContext(context), {
      ...context.req.valid('param'),
      message: ownInput(context.req.valid('json')),
    }),
    200,
  ),
);
