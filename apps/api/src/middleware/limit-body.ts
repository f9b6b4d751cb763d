import { PatchbayError } from '@patchbay/schema';
import type { MiddlewareHandler } from 'hono';

/**
 * Refuses a body larger than `maxBytes` before it is read whole. Hono's own middleware rebuilds a request without
 * Content-Length from the Node server's request object, which Node's Request refuses; this one builds it from its parts.
 */
export function limitBody(maxBytes: number): MiddlewareHandler {
  return async (context, next) => {
    const { headers, body, method } = context.req.raw;
    const length = headers.get('content-length');
    if (length !== null && Number(length) > maxBytes) throw tooLarge(maxBytes);
    // HTTP: without either header there is no body. With Content-Length the server hands over no more than that.
    if (headers.has('transfer-encoding') && body) {
      context.req.raw = new Request(context.req.url, { method, headers, body: await readAtMost(body, maxBytes) });
    }
    return next();
  };
}

async function readAtMost(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): PatchbayError {
  return new PatchbayError(
    'payload_too_large',
    `The request body is larger than ${maxBytes} bytes. Send less at once.`,
  );
}
