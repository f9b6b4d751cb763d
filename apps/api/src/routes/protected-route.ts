import { createRoute, type RouteConfig } from '@hono/zod-openapi';
import { requireCaller } from '../middleware/require-caller.ts';

/** A route that asks for an API key or a session before it looks at anything else. Public routes use createRoute itself. */
export function protectedRoute<
  Path extends string,
  Config extends Omit<RouteConfig, 'path' | 'middleware'> & { path: Path },
>(config: Config) {
  return createRoute({ ...config, middleware: requireCaller });
}
