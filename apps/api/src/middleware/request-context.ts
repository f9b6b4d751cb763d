import { randomUUID } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { AppDeps } from '../app-deps.ts';
import type { AppEnv } from './app-env.ts';

/** Asked every few seconds by whatever watches the process. */
const probes = new Set(['/healthz', '/readyz', '/metrics', '/api/v1/healthz', '/api/v1/readyz', '/api/v1/metrics']);

/** The id of an invitation opens it: the log gets its beginning, as the audit log does. */
const invitationId = /(inv_[0-9a-f]{8})[0-9a-f]+/g;

const acceptable = /^[A-Za-z0-9_-]{8,64}$/;

/** A caller's own request id when it is a plain one, else a new one. */
export function requestIdFrom(header: string | undefined): string {
  return header !== undefined && acceptable.test(header) ? header : randomUUID();
}

/** Gives each request its id, address and deps, and writes one log line when it is answered: never a header, query or body. */
export function requestContext(deps: AppDeps) {
  return createMiddleware<AppEnv>(async (context, next) => {
    const startedAt = performance.now();
    const requestId = requestIdFrom(context.req.header('x-request-id'));
    context.set('deps', deps);
    context.set('requestId', requestId);
    context.set(
      'address',
      deps.clientAddress(context.env?.incoming?.socket.remoteAddress, context.req.header('x-forwarded-for')),
    );
    await next();
    context.res.headers.set('x-request-id', requestId);
    const caller = context.get('caller');
    const { status } = context.res;
    const line = {
      requestId,
      method: context.req.method,
      path: context.req.path.replace(invitationId, '$1…'),
      status,
      durationMs: Math.round(performance.now() - startedAt),
      ...(caller && { organizationId: caller.actor.organizationId, actor: caller.actor.id }),
    };
    if (status >= 500) deps.logger.error(line, 'request failed');
    else if (probes.has(context.req.path)) deps.logger.debug(line, 'request');
    else deps.logger.info(line, 'request');
  });
}
