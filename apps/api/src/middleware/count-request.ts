import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env.ts';
import { routeOf } from './route-of.ts';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts the request under its route, not its path: the number of series stays that of the routes. */
export const countRequest = createMiddleware<AppEnv>(async (context, next) => {
  const startedAt = performance.now();
  await next();
  const { metrics } = context.get('deps');
  const method = methods.has(context.req.method) ? context.req.method : 'OTHER';
  const route = routeOf(context);
  metrics.requests.inc({ method, route, status: String(context.res.status) });
  metrics.requestDuration.observe({ method, route }, (performance.now() - startedAt) / 1_000);
});
