import type { IncomingMessage, ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createRoute, z } from '@hono/zod-openapi';
import { context as active, propagation } from '@opentelemetry/api';
import { isPatchbayError, PatchbayError } from '@patchbay/schema';
import { noteProxiedCall, type ProxiedCall, prepareProxy, withSpan } from '@patchbay/services';
import type { Context } from 'hono';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/authenticator.ts';
import { failure } from '../contract/index.ts';
import { toHttpError } from '../http-error.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { requestIdFrom } from '../middleware/request-context.ts';
import { requireSameOrigin } from '../middleware/require-same-origin.ts';
import { createRouter } from './create-router.ts';
import { withoutPageHeaders, withSandbox } from './proxy-headers.ts';

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;

/** The proxy has no validated shape: it is documented here and served by its own handler. */
export const proxyDocumentation = createRouter();
for (const method of methods)
  proxyDocumentation.openAPIRegistry.registerPath(
    createRoute({
      method,
      path: '/connections/{id}/proxy/{path}',
      tags: ['Proxy'],
      summary: `Pass a ${method.toUpperCase()} through to the provider`,
      description:
        'Method, query, body, status and headers pass byte for byte. The credentials are added here; the host is fixed by the manifest. {path} may hold slashes.',
      request: { params: z.object({ id: z.string(), path: z.string() }) },
      responses: { 200: { description: "The provider's own answer, whatever its status." }, ...failure },
    }),
  );

/** Streams a request to the provider and its answer straight into the Node response, past everything other routes do. */
export function createProxyHandler(deps: AppDeps) {
  return async (context: Context<AppEnv>): Promise<Response> => {
    const { incoming, outgoing } = context.env ?? {};
    const { method } = context.req;
    const startedAt = performance.now();
    const requestId = requestIdFrom(context.req.header('x-request-id'));
    context.set('requestId', requestId);
    const trace: Trace = {};
    /** One line a call, as other routes write one: never the path or the query, which are the provider's. */
    const log = (level: 'info' | 'error', status: number | undefined) =>
      deps.logger[level](
        { requestId, route: 'proxy', method, ...trace, status, durationMs: Math.round(performance.now() - startedAt) },
        level === 'error' ? 'request failed' : 'request',
      );
    try {
      const caller = await identify(deps, context, incoming);
      trace.organizationId = caller.actor.organizationId;
      trace.actor = caller.actor.id;
      const details = {
        kind: 'SERVER' as const,
        parent: propagation.extract(active.active(), incoming?.headers ?? {}),
        attributes: { 'patchbay.request_id': requestId, 'patchbay.organization_id': caller.actor.organizationId },
      };
      const status = await withSpan(`${method} proxy`, details, () =>
        passThrough(deps, context, { caller, requestId, trace, incoming, outgoing }),
      );
      deps.metrics.requests.inc({ method, route: 'proxy', status: 'passed' });
      log('info', status);
      return RESPONSE_ALREADY_SENT;
    } catch (error) {
      const answer = toHttpError(error, requestId);
      deps.metrics.requests.inc({ method, route: 'proxy', status: String(answer.status) });
      if (answer.status === 500) deps.logger.error({ requestId, err: error }, 'proxy failed');
      log(answer.status >= 500 ? 'error' : 'info', answer.status);
      // The head is out already: the only honest answer left is to break off.
      if (outgoing?.headersSent) {
        outgoing.destroy();
        return RESPONSE_ALREADY_SENT;
      }
      return context.json(answer.body, answer.status, { ...answer.headers, 'x-request-id': requestId });
    }
  };
}

/** What becomes known of a call on its way, for its line in the log. */
interface Trace {
  organizationId?: string;
  actor?: string;
  provider?: string;
}

async function identify(
  deps: AppDeps,
  context: Context<AppEnv>,
  incoming: IncomingMessage | undefined,
): Promise<Caller> {
  const { caller } = await deps.authenticator.authenticate({
    authorization: context.req.header('authorization'),
    cookie: context.req.header('cookie'),
  });
  if (!caller) {
    const address = deps.clientAddress(incoming?.socket.remoteAddress, context.req.header('x-forwarded-for'));
    await deps.rateLimiters.address.take(address);
    throw new PatchbayError(
      'unauthorized',
      'The proxy needs a valid API key in the header Authorization: Bearer <key>.',
    );
  }
  if (caller.via === 'session') requireSameOrigin(context.req, deps.settings.origins);
  return caller;
}

interface Exchange {
  caller: Caller;
  requestId: string;
  trace: Trace;
  incoming: IncomingMessage | undefined;
  outgoing: ServerResponse | undefined;
}

/** Gives the status the provider answered with. */
async function passThrough(deps: AppDeps, context: Context<AppEnv>, exchange: Exchange): Promise<number> {
  const { caller, requestId, trace, incoming, outgoing } = exchange;
  const { path, query } = splitTarget(incoming?.url ?? context.req.url);
  const gone = new AbortController();
  const onClose = () => {
    if (!outgoing?.writableFinished) gone.abort(new PatchbayError('timeout', 'The client went away.'));
  };
  outgoing?.once('close', onClose);
  try {
    const { method } = context.req;
    const rawHeaders = incoming?.rawHeaders ?? [];
    const isBrowser = caller.via === 'session';
    const ip = deps.clientAddress(incoming?.socket.remoteAddress, context.req.header('x-forwarded-for'));
    const service = { deps: deps.services, actor: caller.actor, requestId, ip };
    const loaded = await prepareProxy(service, { connectionId: context.req.param('id') ?? '', method });
    trace.provider = loaded.target.manifest.id;
    let status: number | null = null;
    let error: ProxiedCall['error'] = null;
    try {
      const outcome = await deps.services.runtime.proxy(
        loaded.target,
        {
          method,
          path,
          query,
          headers: isBrowser ? withoutPageHeaders(rawHeaders) : rawHeaders,
          body: incoming && hasBody(incoming) ? incoming : null,
        },
        (response) => {
          if (!outgoing) throw new PatchbayError('unsupported', 'The proxy answers on a real connection only.');
          status = response.status;
          const headers = isBrowser ? withSandbox(response.headers) : response.headers;
          headers.push('x-request-id', requestId);
          outgoing.writeHead(response.status, headers);
          return outgoing;
        },
        { signal: gone.signal },
      );
      return outcome.status;
    } catch (cause) {
      error = isPatchbayError(cause) ? cause.code : 'internal';
      throw cause;
    } finally {
      noteProxiedCall(service, loaded, { method, path, status, error });
    }
  } finally {
    outgoing?.off('close', onClose);
  }
}

/** What stands behind /proxy, and the query, both exactly as they came. */
function splitTarget(url: string): { path: string; query: string } {
  const mark = url.indexOf('?');
  const whole = mark === -1 ? url : url.slice(0, mark);
  const start = whole.indexOf('/proxy/');
  return {
    path: start === -1 ? '/' : whole.slice(start + '/proxy'.length),
    query: mark === -1 ? '' : url.slice(mark + 1),
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  if (headers['transfer-encoding'] !== undefined) return true;
  return headers['content-length'] !== undefined && headers['content-length'] !== '0';
}
