import type { Context } from 'hono';
import { routePath } from 'hono/route';

/**
 * The route that answered, as a pattern; `unmatched` when none did. A path may fit several routes, so the one that was run counts; where
 * a middleware answered before any was, the last that fits.
 */
export function routeOf(context: Context): string {
  const run = routePath(context);
  const path = run.endsWith('*') ? routePath(context, -1) : run;
  return path.endsWith('*') ? 'unmatched' : path;
}
