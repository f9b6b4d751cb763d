import type { IncomingMessage } from 'node:http';
import { PatchbayError } from '@patchbay/schema';
import { answerPing, openWebhookEndpoint, receiveWebhook } from '@patchbay/services';
import type { Context } from 'hono';
import type { AppDeps } from '../app-deps.ts';
import { toHttpError } from '../http-error.ts';
import type { AppEnv } from '../middleware/app-env.ts';
import { requestIdFrom } from '../middleware/request-context.ts';

/** Longest a sender may take for its body unless the settings say otherwise, in milliseconds. */
const standardBodyTimeoutMs = 15_000;
/** An answer of a tool to a ping is small. */
const maxPingBytes = 16 * 1024;

type Handler = (context: Context<AppEnv>) => Promise<Response>;

/**
 * Takes what providers deliver. In front of all other routes: the body is read as raw bytes, under the limit of the endpoint, and
 * the path, which holds the endpoint's key, is never logged.
 */
export function createWebhookHandler(deps: AppDeps): Handler {
  const timeoutMs = deps.settings.webhookBodyTimeoutMs ?? standardBodyTimeoutMs;
  return answering(deps, 'webhook', async (context) => {
    const { method } = context.req;
    const rawHeaders = rawHeadersOf(context);
    const url = `${deps.services.settings.apiUrl}${pathAndQuery(context)}`;
    const address = {
      providerSlug: context.req.param('provider') ?? '',
      endpointKey: context.req.param('key') ?? null,
    };
    const opened = await findEndpoint(deps, context, address, { method, url, headers: rawHeaders });
    const { id, maxBodyBytes, ratePerMinute } = opened.row;
    await deps.webhookLimiter.take(id, ratePerMinute);
    const rawBody = await readRawBody(context, { maxBytes: maxBodyBytes, timeoutMs });
    const received = await receiveWebhook(
      deps.services,
      opened,
      { method, url, headers: rawHeaders, rawBody },
      { challenge: context.req.param('challenge') ?? null },
    );
    if (received.type === 'handshake') {
      const { status, headers, body } = received.answer;
      return new Response(body, { status, headers });
    }
    return context.json({ id: received.id, duplicate: received.isDuplicate }, received.isDuplicate ? 200 : 202);
  });
}

async function findEndpoint(
  deps: AppDeps,
  context: Context<AppEnv>,
  address: Parameters<typeof openWebhookEndpoint>[1],
  request: Parameters<typeof openWebhookEndpoint>[2],
) {
  try {
    return await openWebhookEndpoint(deps.services, address, request);
  } catch (error) {
    // Whoever tries addresses out is slowed down; deliveries to one there is are limited by themselves.
    await deps.rateLimiters.address.take(addressOf(deps, context));
    throw error;
  }
}

/** Takes the answers of tools to pings. A GET only shows that the way here is open. */
export function createPingHandler(deps: AppDeps): Handler {
  const timeoutMs = deps.settings.webhookBodyTimeoutMs ?? standardBodyTimeoutMs;
  return answering(deps, 'ping', async (context) => {
    await deps.rateLimiters.address.take(addressOf(deps, context));
    const request = {
      method: context.req.method,
      url: `${deps.services.settings.apiUrl}${pathAndQuery(context)}`,
      headers: rawHeadersOf(context),
      rawBody: await readRawBody(context, { maxBytes: maxPingBytes, timeoutMs }),
    };
    await answerPing(deps.services, { token: context.req.param('token') ?? '', request });
    return context.body(null, 204);
  });
}

/** Runs a handler with the log line, the counts and the errors other routes have, without their path. */
function answering(deps: AppDeps, route: string, handle: Handler): Handler {
  return async (context) => {
    const startedAt = performance.now();
    const requestId = requestIdFrom(context.req.header('x-request-id'));
    context.set('requestId', requestId);
    let response: Response;
    try {
      response = await handle(context);
    } catch (error) {
      const answer = toHttpError(error, requestId);
      if (answer.status >= 500) deps.logger.error({ requestId, err: error }, `${route} failed`);
      response = context.json(answer.body, answer.status, {
        ...answer.headers,
        // What is left of a body that was refused is not read.
        ...(answer.status === 413 || answer.status === 504 ? { connection: 'close' } : {}),
      });
    }
    response.headers.set('x-request-id', requestId);
    response.headers.set('cache-control', 'no-store');
    response.headers.set('x-content-type-options', 'nosniff');
    const { status } = response;
    const { method } = context.req;
    const durationMs = Math.round(performance.now() - startedAt);
    deps.metrics.requests.inc({ method, route, status: String(status) });
    deps.metrics.requestDuration.observe({ method, route }, durationMs / 1_000);
    const line = { requestId, method, route, provider: context.req.param('provider'), status, durationMs };
    if (status >= 500) deps.logger.error(line, 'request failed');
    else deps.logger.info(line, 'request');
    return response;
  };
}

/** The bytes as they came. Throws `payload_too_large` before more is kept than may be, and `timeout` for a sender that drips. */
async function readRawBody(
  context: Context<AppEnv>,
  { maxBytes, timeoutMs }: { maxBytes: number; timeoutMs: number },
): Promise<Uint8Array> {
  const length = context.req.header('content-length');
  if (length !== undefined && Number(length) > maxBytes) throw tooLarge(maxBytes);
  // The Node stream itself where there is one: a web stream around it takes as long as all the rest.
  const source: AsyncIterable<Uint8Array> | null = context.env?.incoming ?? context.req.raw.body;
  if (source === null) return new Uint8Array();
  const chunks = source[Symbol.asyncIterator]();
  const kept: Uint8Array[] = [];
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new PatchbayError('timeout', `The body did not come within ${timeoutMs / 1_000} seconds.`)),
      timeoutMs,
    );
  });
  tooLate.catch(() => {});
  try {
    for (;;) {
      const { done, value } = await Promise.race([chunks.next(), tooLate]);
      if (done) return kept.length === 1 && kept[0] ? kept[0] : Buffer.concat(kept);
      size += value.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      kept.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge(maxBytes: number): PatchbayError {
  return new PatchbayError('payload_too_large', `The body is larger than the ${maxBytes} bytes taken here.`);
}

/** Names and values exactly as they came, a repeated name included. */
function rawHeadersOf(context: Context<AppEnv>): readonly string[] {
  const incoming = context.env?.incoming as IncomingMessage | undefined;
  return incoming?.rawHeaders ?? [...context.req.raw.headers].flat();
}

function pathAndQuery(context: Context<AppEnv>): string {
  const incoming = context.env?.incoming as IncomingMessage | undefined;
  if (incoming?.url) return incoming.url;
  const { pathname, search } = new URL(context.req.url);
  return `${pathname}${search}`;
}

function addressOf(deps: AppDeps, context: Context<AppEnv>): string {
  return deps.clientAddress(context.env?.incoming?.socket.remoteAddress, context.req.header('x-forwarded-for'));
}
