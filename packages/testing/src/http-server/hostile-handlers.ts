// Providers as they should not be. Each function makes a handler for startServer.
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Handler } from './start-server.ts';

/** What stands on page number `page` (from 1). `requests` may be read to make the page fit the request. */
export type RenderPage = (page: number, request: IncomingMessage) => unknown;

/** A friendly web page where an API was expected, with status 200. */
export function answerHtml(): Handler {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><html><head><title>Sign in</title></head><body><h1>Welcome</h1></body></html>');
  };
}

/** JSON that stops in the middle, with a Content-Length that says it is whole. */
export function answerTruncatedJson(): Handler {
  return (_request, response) => {
    const body = '{"repositories":["team/app","team/we';
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length) });
    response.end(body);
  };
}

/** Promises more bytes than it sends, then cuts the connection. */
export function cutConnection(): Handler {
  return async (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"repositories":[');
    await delay(10);
    request.socket.destroy();
  };
}

/** A chain of pages that never ends: every answer names a next page, in the Link header and as `next` in the body. */
export function answerEndlessPages(render: RenderPage): Handler {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const page = Number(url.searchParams.get('last') ?? '0') + 1;
    url.searchParams.set('last', String(page));
    response.writeHead(200, {
      'content-type': 'application/json',
      link: `<${url.pathname}${url.search}>; rel="next"`,
    });
    response.end(JSON.stringify(render(page, request)));
  };
}

/** The same page again and again: the cursor of every answer is the cursor it was asked with. */
export function answerRepeatedCursor(render: RenderPage): Handler {
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    response.writeHead(200, {
      'content-type': 'application/json',
      link: `<${pathname}?last=again>; rel="next"`,
    });
    response.end(JSON.stringify(render(1, request)));
  };
}

/** `bytes` of valid JSON, streamed; holds to the client's pace and stops when it hangs up. */
export function answerHugeBody(bytes = 100 * 1024 * 1024): Handler {
  const chunk = 'x'.repeat(64 * 1024);
  function* parts(): Generator<string> {
    yield '{"repositories":["';
    for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk;
    yield '"]}';
  }
  return async (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    // A reader that hangs up ends the stream, and that is its right.
    await pipeline(Readable.from(parts()), response).catch(() => {});
  };
}

/** Takes the request and never answers. */
export function staySilent(): Handler {
  return () => {};
}

/** Sends the status at once and then one byte of the body every `intervalMs`, for ever. */
export function dripSlowly(intervalMs = 50): Handler {
  return async (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"repositories":["');
    while (!response.destroyed) {
      response.write('x');
      await delay(intervalMs);
    }
  };
}

/** Sends every caller elsewhere; by default to the metadata service of a cloud machine. */
export function redirectTo(location = 'http://169.254.169.254/latest/meta-data/', status = 302): Handler {
  return (_request, response) => {
    response.writeHead(status, { location });
    response.end();
  };
}

/** Fails with a status and a body that tells too much. */
export function answerServerError(
  status = 500,
  body = '{"errors":[{"code":"UNKNOWN","message":"unknown error"}]}',
): Handler {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body);
  };
}

/** Answers 429 with Retry-After for the first `times` requests (always, when left out), then hands over to `afterwards`. */
export function answerTooManyRequests(
  options: { retryAfterSeconds?: number; times?: number; afterwards?: Handler } = {},
): Handler {
  const { retryAfterSeconds = 1, times = Number.POSITIVE_INFINITY, afterwards = answerServerError() } = options;
  let refused = 0;
  return (request, response) => {
    if (refused >= times) return afterwards(request, response);
    refused += 1;
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': String(retryAfterSeconds) });
    response.end('{"errors":[{"code":"TOOMANYREQUESTS","message":"too many requests"}]}');
  };
}
