import { createHash, timingSafeEqual } from 'node:crypto';
import { PatchbayError } from '@patchbay/schema';
import { Hono } from 'hono';
import { isLoopback } from '../client-address.ts';
import type { AppEnv } from '../middleware/app-env.ts';

/** Metrics for Prometheus: behind METRICS_TOKEN when it is set, else for this machine only. */
export const metricsRoutes = new Hono<AppEnv>().get('/metrics', async (context) => {
  const { metrics, settings } = context.get('deps');
  const token = settings.metricsToken;
  if (token === null) {
    if (!isLoopback(context.get('address'))) {
      throw new PatchbayError(
        'forbidden',
        'Without METRICS_TOKEN only this machine may read metrics. Set it and send it as a bearer token.',
      );
    }
  } else if (!isSame(context.req.header('authorization') ?? '', `Bearer ${token}`)) {
    throw new PatchbayError('unauthorized', 'Send METRICS_TOKEN in the header Authorization: Bearer <token>.');
  }
  const { contentType, text } = await metrics.render();
  return context.body(text, 200, { 'content-type': contentType });
});

function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
