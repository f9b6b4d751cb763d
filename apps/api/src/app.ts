import { PatchbayError } from '@patchbay/schema';
import { Hono } from 'hono';
import type { AppDeps } from './app-deps.ts';
import { toHttpError } from './http-error.ts';
import type { AppEnv } from './middleware/app-env.ts';
import { countRequest } from './middleware/count-request.ts';
import { limitBody } from './middleware/limit-body.ts';
import { limitTime } from './middleware/limit-time.ts';
import { requestContext } from './middleware/request-context.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { traceRequest } from './middleware/trace-request.ts';
import { authRoutes } from './routes/auth.ts';
import { createDocsRoutes } from './routes/docs.ts';
import { healthRoutes } from './routes/health.ts';
import { incomingWebhookRoutes, olderPath } from './routes/incoming-webhooks.ts';
import { llmKeyRoutes } from './routes/llm-keys.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { createProxyHandler } from './routes/proxy.ts';
import { createPingHandler, createWebhookHandler } from './routes/receive-webhook.ts';
import { integrationRoutes, v1Routes } from './routes/v1.ts';

export type { AppDeps, AppSettings, RateLimiters } from './app-deps.ts';
export type { AppEnv } from './middleware/app-env.ts';

/** The whole HTTP API. Touches nothing but what it is given. */
export function createApp(deps: AppDeps): Hono<AppEnv> {
  // A slash at the end changes nothing: the older documents write their lists with one.
  const app = new Hono<AppEnv>({ strict: false });

  app.onError((error, context) => {
    const requestId = context.get('requestId');
    const answer = toHttpError(error, requestId);
    // The caller reads a generic sentence; what really happened stands in the log, by the same id.
    if (answer.status >= 500) deps.logger.error({ requestId, err: error }, 'request failed');
    return context.json(answer.body, answer.status, answer.headers);
  });
  app.notFound((context) => {
    const error = new PatchbayError('not_found', 'There is no such route. The routes are listed at /docs.');
    return context.json(toHttpError(error, context.get('requestId')).body, 404);
  });

  app.use(
    requestContext(deps),
    traceRequest,
    countRequest,
    securityHeaders,
    limitBody(deps.settings.bodyLimitBytes),
    limitTime(deps.settings.requestTimeoutMs),
  );
  app.route('/', authRoutes);
  app.route('/api/v1', v1Routes);
  app.route('/integrations', integrationRoutes);
  // The paths of the older documents.
  app.route('/llm-keys', llmKeyRoutes);
  for (const prefix of ['', '/api/v1']) app.route(`${prefix}${olderPath}`, incomingWebhookRoutes);
  const docsRoutes = createDocsRoutes();
  for (const prefix of ['/', '/api/v1']) {
    app.route(prefix, docsRoutes);
    app.route(prefix, openApiRoutes);
    app.route(prefix, metricsRoutes);
  }
  app.route('/', healthRoutes);

  // The proxy has a router of its own in front: none of the middleware, and a faster match than among all other routes.
  const proxy = createProxyHandler(deps);
  // So have deliveries, whose bodies have limits of their own.
  const webhook = createWebhookHandler(deps);
  const ping = createPingHandler(deps);
  const front = new Hono<AppEnv>();
  for (const prefix of ['', '/api/v1'])
    front
      .all(`${prefix}/webhooks/:provider/:key`, webhook)
      .all(`${prefix}/webhooks/:provider/:key/:challenge`, webhook)
      .all(`${prefix}/webhooks/:provider`, webhook)
      .all(`${prefix}/pings/:token`, ping);
  return front
    .all('/api/v1/integrations/connections/:id/proxy/*', proxy)
    .all('/integrations/connections/:id/proxy/*', proxy)
    .all('*', (context) => app.fetch(context.req.raw, context.env));
}

/** What a process that answers no callers shows to those who watch it: health and metrics. */
export function createServiceApp(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.onError((error, context) => {
    const answer = toHttpError(error, context.get('requestId'));
    return context.json(answer.body, answer.status, answer.headers);
  });
  app.use(requestContext(deps), securityHeaders);
  return app.route('/', metricsRoutes).route('/', healthRoutes);
}
