import {
  checkWebhookEndpoint,
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookDelivery,
  listWebhookDeliveries,
  listWebhookEndpoints,
  redeliverWebhook,
  rotateWebhookSecret,
  startDoctor,
  updateWebhookEndpoint,
} from '@patchbay/services';
import {
  checkWebhookSchema,
  createWebhookSchema,
  deletedWebhookSchema,
  doctorRunSchema,
  failure,
  idempotencyHeaderSchema,
  idParams,
  jsonBody,
  jsonResponse,
  listWebhookDeliveriesQuerySchema,
  organizationQuerySchema,
  pageOf,
  pageQuerySchema,
  rotateWebhookSecretSchema,
  updateWebhookSchema,
  webhookDeliveryDetailSchema,
  webhookDeliverySchema,
  webhookParamsSchema,
  webhookSchema,
  webhookWithSecretSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['Webhooks'];
const query = organizationQuerySchema;
const params = webhookParamsSchema;
const ofConnection = idParams('con_01j9zq4n2t');
const webhook = jsonResponse(webhookSchema, 'The webhook, without its secret.');
const withSecret = jsonResponse(webhookWithSecretSchema, 'The webhook with its secret, this once.');

const createRoute = protectedRoute({
  method: 'post',
  path: '/connections/{id}/webhooks',
  tags,
  summary: 'Let a provider send events of a connection',
  description:
    'Makes the hook at the provider where its manifest knows how; else the answer holds the address, the secret and the steps to make it by hand.',
  request: { params: ofConnection, query, headers: idempotencyHeaderSchema, body: jsonBody(createWebhookSchema) },
  responses: { 201: withSecret, ...failure },
});
const listRoute = protectedRoute({
  method: 'get',
  path: '/connections/{id}/webhooks',
  tags,
  summary: 'List the webhooks of a connection',
  request: { params: ofConnection, query: pageQuerySchema },
  responses: { 200: jsonResponse(pageOf(webhookSchema), 'Newest first.'), ...failure },
});
const updateRoute = protectedRoute({
  method: 'patch',
  path: '/connections/{id}/webhooks/{webhookId}',
  tags,
  summary: 'Change the events or limits of a webhook',
  request: { params, query, body: jsonBody(updateWebhookSchema) },
  responses: { 200: webhook, ...failure },
});
const deleteRoute = protectedRoute({
  method: 'delete',
  path: '/connections/{id}/webhooks/{webhookId}',
  tags,
  summary: 'Delete a webhook, here and at the provider',
  request: { params, query },
  responses: { 200: jsonResponse(deletedWebhookSchema, 'Gone, with its deliveries.'), ...failure },
});
const rotateRoute = protectedRoute({
  method: 'post',
  path: '/connections/{id}/webhooks/{webhookId}/rotate-secret',
  tags,
  summary: 'Give a webhook a new secret',
  description: 'At the provider too, where it can. Until the overlap ends the secret before is accepted as well.',
  request: { params, query, body: jsonBody(rotateWebhookSecretSchema) },
  responses: { 200: withSecret, ...failure },
});
const checkRoute = protectedRoute({
  method: 'post',
  path: '/connections/{id}/webhooks/{webhookId}/check',
  tags,
  summary: 'Look whether the hook is still at the provider',
  request: { params, query, body: jsonBody(checkWebhookSchema) },
  responses: { 200: webhook, ...failure },
});
const testRoute = protectedRoute({
  method: 'post',
  path: '/connections/{id}/webhooks/{webhookId}/test',
  tags,
  summary: 'Have the provider deliver a test',
  description:
    'The doctor does it, with everything else it looks at but the other webhooks; follow it at /doctor/runs/{id}.',
  request: { params, query },
  responses: { 202: jsonResponse(doctorRunSchema, 'The doctor that does it.'), ...failure },
});
const listDeliveriesRoute = protectedRoute({
  method: 'get',
  path: '/webhook-deliveries',
  tags,
  summary: 'List what providers delivered',
  request: { query: listWebhookDeliveriesQuerySchema },
  responses: { 200: jsonResponse(pageOf(webhookDeliverySchema), 'Newest first.'), ...failure },
});
const getDeliveryRoute = protectedRoute({
  method: 'get',
  path: '/webhook-deliveries/{id}',
  tags,
  summary: 'Get a delivery with its payload',
  request: { params: idParams('whd_01j9zq4n2t'), query },
  responses: { 200: jsonResponse(webhookDeliveryDetailSchema, 'The delivery.'), ...failure },
});
const redeliverRoute = protectedRoute({
  method: 'post',
  path: '/webhook-deliveries/{id}/redeliver',
  tags,
  summary: 'Handle a delivery once more',
  request: { params: idParams('whd_01j9zq4n2t'), query },
  responses: { 202: jsonResponse(webhookDeliverySchema, 'It waits to be handled.'), ...failure },
});

export const webhookRoutes = createRouter();

webhookRoutes.openapi(createRoute, async (context) =>
  context.json(
    await createWebhookEndpoint(serviceContext(context), {
      connectionId: context.req.valid('param').id,
      ...ownInput(context.req.valid('json')),
      idempotencyKey: context.req.valid('header')['idempotency-key'],
    }),
    201,
  ),
);

webhookRoutes.openapi(listRoute, async (context) =>
  context.json(
    await listWebhookEndpoints(serviceContext(context), {
      connectionId: context.req.valid('param').id,
      ...ownInput(context.req.valid('query')),
    }),
    200,
  ),
);

webhookRoutes.openapi(updateRoute, async (context) =>
  context.json(
    await updateWebhookEndpoint(serviceContext(context), {
      ...keyOf(context.req.valid('param')),
      ...ownInput(context.req.valid('json')),
    }),
    200,
  ),
);

webhookRoutes.openapi(deleteRoute, async (context) =>
  context.json(await deleteWebhookEndpoint(serviceContext(context), keyOf(context.req.valid('param'))), 200),
);

webhookRoutes.openapi(rotateRoute, async (context) =>
  context.json(
    await rotateWebhookSecret(serviceContext(context), {
      ...keyOf(context.req.valid('param')),
      ...ownInput(context.req.valid('json')),
    }),
    200,
  ),
);

webhookRoutes.openapi(checkRoute, async (context) =>
  context.json(
    await checkWebhookEndpoint(serviceContext(context), {
      ...keyOf(context.req.valid('param')),
      ...ownInput(context.req.valid('json')),
    }),
    200,
  ),
);

webhookRoutes.openapi(testRoute, async (context) => {
  const { id, webhookId } = context.req.valid('param');
  return context.json(await startDoctor(serviceContext(context), { connectionIds: [id], webhookId }), 202);
});

webhookRoutes.openapi(listDeliveriesRoute, async (context) =>
  context.json(await listWebhookDeliveries(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

webhookRoutes.openapi(getDeliveryRoute, async (context) =>
  context.json(await getWebhookDelivery(serviceContext(context), context.req.valid('param')), 200),
);

webhookRoutes.openapi(redeliverRoute, async (context) =>
  context.json(await redeliverWebhook(serviceContext(context), context.req.valid('param')), 202),
);

function keyOf({ id, webhookId }: { id: string; webhookId: string }) {
  return { connectionId: id, id: webhookId };
}
