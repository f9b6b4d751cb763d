import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { AppEnv } from './app-env.ts';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts the request under its route, not its path: the number of series stays that of the routes. */
export const countRequest = createMiddleware<AppEnv>(async (context, next) => {
  const startedAt = performance.now();
  await next();
  const { metrics } = context.get('deps');
  const method = methods.has(context.req.method) ? context.req.method : 'OTHER';
  const path = routePath(context, -1);
  const route = path.endsWith('*') ? 'unmatched' : path;
  metrics.requests.inc({ method, route, status: String(context.res.status) });
  metrics.requestDuration.observe({ method, route }, (performance.now() - startedAt) / 1_000);
});
