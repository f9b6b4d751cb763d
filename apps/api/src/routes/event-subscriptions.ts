import {
  createEventSubscription,
  deleteEventSubscription,
  getEventSubscription,
  listEventDeliveries,
  listEventSubscriptions,
  redeliverEvent,
  rotateSubscriptionSecret,
  sendTestEvent,
  updateEventSubscription,
} from '@patchbay/services';
import {
  createEventSubscriptionSchema,
  deliveryParamsSchema,
  eventDeliverySchema,
  eventSubscriptionSchema,
  eventSubscriptionWithSecretSchema,
  failure,
  idempotencyHeaderSchema,
  idParams,
  jsonBody,
  jsonResponse,
  listDeliveriesQuerySchema,
  organizationQuerySchema,
  pageOf,
  pageQuerySchema,
  rotateSecretSchema,
  updateEventSubscriptionSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['Event subscriptions'];
const params = idParams('sub_01j9zq4n2t');
const query = organizationQuerySchema;
const subscription = jsonResponse(eventSubscriptionSchema, 'The subscription, without its secret.');
const withSecret = jsonResponse(eventSubscriptionWithSecretSchema, 'The subscription with its secret, this once.');
const delivery = jsonResponse(eventDeliverySchema, 'The delivery; follow it in the list.');

const createRoute = protectedRoute({
  method: 'post',
  path: '/event-subscriptions',
  tags,
  summary: 'Have events sent to an address',
  description: 'Signed as Standard Webhooks defines it. The secret is in this answer only.',
  request: { query, headers: idempotencyHeaderSchema, body: jsonBody(createEventSubscriptionSchema) },
  responses: { 201: withSecret, ...failure },
});

const listRoute = protectedRoute({
  method: 'get',
  path: '/event-subscriptions',
  tags,
  summary: 'List event subscriptions',
  request: { query: pageQuerySchema },
  responses: { 200: jsonResponse(pageOf(eventSubscriptionSchema), 'Newest first.'), ...failure },
});

const getRoute = protectedRoute({
  method: 'get',
  path: '/event-subscriptions/{id}',
  tags,
  summary: 'Get an event subscription',
  request: { params, query },
  responses: { 200: subscription, ...failure },
});

const updateRoute = protectedRoute({
  method: 'patch',
  path: '/event-subscriptions/{id}',
  tags,
  summary: 'Change, pause or enable an event subscription',
  request: { params, query, body: jsonBody(updateEventSubscriptionSchema) },
  responses: { 200: subscription, ...failure },
});

const deleteRoute = protectedRoute({
  method: 'delete',
  path: '/event-subscriptions/{id}',
  tags,
  summary: 'Delete an event subscription',
  request: { params, query },
  responses: { 204: { description: 'Gone, with its deliveries.' }, ...failure },
});

const rotateRoute = protectedRoute({
  method: 'post',
  path: '/event-subscriptions/{id}/rotate-secret',
  tags,
  summary: 'Give an event subscription a new secret',
  description: 'Until the overlap ends, deliveries carry a signature of both secrets.',
  request: { params, query, body: jsonBody(rotateSecretSchema) },
  responses: { 200: withSecret, ...failure },
});

const testRoute = protectedRoute({
  method: 'post',
  path: '/event-subscriptions/{id}/test',
  tags,
  summary: 'Send a test event',
  description: 'To this subscription alone, once, paused or not.',
  request: { params, query },
  responses: { 202: delivery, ...failure },
});

const listDeliveriesRoute = protectedRoute({
  method: 'get',
  path: '/event-subscriptions/{id}/deliveries',
  tags,
  summary: 'List what was sent to an event subscription',
  request: { params, query: listDeliveriesQuerySchema },
  responses: { 200: jsonResponse(pageOf(eventDeliverySchema), 'Newest first.'), ...failure },
});

const redeliverRoute = protectedRoute({
  method: 'post',
  path: '/event-subscriptions/{id}/deliveries/{deliveryId}/redeliver',
  tags,
  summary: 'Send an event once more',
  description: 'A new delivery with the same webhook-id.',
  request: { params: deliveryParamsSchema, query },
  responses: { 202: delivery, ...failure },
});

export const eventSubscriptionRoutes = createRouter();

eventSubscriptionRoutes.openapi(createRoute, async (context) =>
  context.json(
    await createEventSubscription(serviceContext(context), {
      ...ownInput(context.req.valid('json')),
      idempotencyKey: context.req.valid('header')['idempotency-key'],
    }),
    201,
  ),
);

eventSubscriptionRoutes.openapi(listRoute, async (context) =>
  context.json(await listEventSubscriptions(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

eventSubscriptionRoutes.openapi(getRoute, async (context) =>
  context.json(await getEventSubscription(serviceContext(context), context.req.valid('param')), 200),
);

eventSubscriptionRoutes.openapi(updateRoute, async (context) =>
  context.json(
    await updateEventSubscription(serviceContext(context), {
      ...context.req.valid('param'),
      ...ownInput(context.req.valid('json')),
    }),
    200,
  ),
);

eventSubscriptionRoutes.openapi(deleteRoute, async (context) => {
  await deleteEventSubscription(serviceContext(context), context.req.valid('param'));
  return context.body(null, 204);
});

eventSubscriptionRoutes.openapi(rotateRoute, async (context) =>
  context.json(
    await rotateSubscriptionSecret(serviceContext(context), {
      ...context.req.valid('param'),
      ...ownInput(context.req.valid('json')),
    }),
    200,
  ),
);

eventSubscriptionRoutes.openapi(testRoute, async (context) =>
  context.json(await sendTestEvent(serviceContext(context), context.req.valid('param')), 202),
);

eventSubscriptionRoutes.openapi(listDeliveriesRoute, async (context) =>
  context.json(
    await listEventDeliveries(serviceContext(context), {
      ...context.req.valid('param'),
      ...ownInput(context.req.valid('query')),
    }),
    200,
  ),
);

eventSubscriptionRoutes.openapi(redeliverRoute, async (context) =>
  context.json(await redeliverEvent(serviceContext(context), context.req.valid('param')), 202),
);
