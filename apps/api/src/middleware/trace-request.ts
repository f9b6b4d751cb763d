import { context as active, propagation } from '@opentelemetry/api';
import { failSpan, withSpan } from '@patchbay/services';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env.ts';
import { routeOf } from './route-of.ts';

/** A span for each request, named after its route and not its path, as a part of the caller's own trace when it names one. */
export const traceRequest = createMiddleware<AppEnv>(async (context, next) => {
  const { method } = context.req;
  const parent = propagation.extract(active.active(), context.req.header());
  const attributes = { 'http.request.method': method, 'patchbay.request_id': context.get('requestId') };
  await withSpan(method, { kind: 'SERVER', attributes, parent }, async (span) => {
    await next();
    const route = routeOf(context);
    span.updateName(`${method} ${route}`);
    span.setAttributes({ 'http.route': route, 'http.response.status_code': context.res.status });
    const caller = context.get('caller');
    if (caller) span.setAttribute('patchbay.organization_id', caller.actor.organizationId);
    if (context.res.status >= 500) failSpan(span, String(context.res.status));
  });
});
