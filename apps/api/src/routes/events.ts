import { followEvents, isAllowed, listEvents, listEventTypes } from '@patchbay/services';
import {
  eventPageSchema,
  eventTypeListSchema,
  failure,
  jsonResponse,
  lastEventIdHeaderSchema,
  listEventsQuerySchema,
  organizationQuerySchema,
  streamEventsQuerySchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['Events'];

const listEventsRoute = protectedRoute({
  method: 'get',
  path: '/events',
  tags,
  summary: 'List what happened',
  description:
    'Ordered by seq. Pass the last seq seen as after and no event is missed; nextCursor is that value, and with order=newest the value for before.',
  request: { query: listEventsQuerySchema },
  responses: { 200: jsonResponse(eventPageSchema, 'Events in their order.'), ...failure },
});

const listEventTypesRoute = protectedRoute({
  method: 'get',
  path: '/events/types',
  tags,
  summary: 'List the types of events',
  request: { query: organizationQuerySchema },
  responses: { 200: jsonResponse(eventTypeListSchema, 'Every type there is, with a sample.'), ...failure },
});

const streamEventsRoute = protectedRoute({
  method: 'get',
  path: '/events/stream',
  tags,
  summary: 'Follow what happens, live',
  description:
    'Server-sent events: `id` is the seq, `event` the type, `data` the event as JSON. Goes on after Last-Event-ID, else after `after`, else from now. A comment every 15 seconds says that it lives.',
  request: { query: streamEventsQuerySchema, headers: lastEventIdHeaderSchema },
  responses: {
    200: { description: 'Events as they happen.', content: { 'text/event-stream': { schema: { type: 'string' } } } },
    ...failure,
  },
});

export const eventRoutes = createRouter();

eventRoutes.openapi(listEventsRoute, async (context) =>
  context.json(await listEvents(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

eventRoutes.openapi(listEventTypesRoute, (context) => context.json(listEventTypes(serviceContext(context)), 200));

eventRoutes.openapi(streamEventsRoute, async (context) => {
  const { eventStreams, authenticator } = context.get('deps');
  const { signal: _, ...service } = serviceContext(context);
  const { after, ...filters } = ownInput(context.req.valid('query'));
  const from = context.req.valid('header')['last-event-id'] ?? after;
  const { organizationId } = service.actor;
  const credentials = { authorization: context.req.header('authorization'), cookie: context.req.header('cookie') };
  const body = await eventStreams.open({
    organizationId,
    callerKey: context.get('caller')?.rateKey ?? '',
    open: (tail) => followEvents(service, tail, { ...filters, ...(from !== undefined && { after: from }) }),
    breakOff: () => context.env?.outgoing?.destroy(),
    async isStillAllowed() {
      const { caller } = await authenticator.authenticate(credentials);
      return caller?.actor.organizationId === organizationId && isAllowed(caller.actor, 'events.list');
    },
  });
  // Proxies must neither keep it nor wait for more of it.
  return context.body(body, 200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
});
