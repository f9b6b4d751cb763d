import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import type { AppEnv } from '../middleware/app-env.ts';

/** Everything comes from here: the page works on a machine without internet, and tells nobody that it was opened. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Patchbay API</title>
  </head>
  <body>
    <div id="reference"></div>
    <noscript>This page needs JavaScript. The same is in <a href="openapi.json">openapi.json</a>.</noscript>
    <script src="docs/scalar.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

const start = `Scalar.createApiReference('#reference', {
  url: 'openapi.json',
  telemetry: false,
  withDefaultFonts: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  persistAuth: false,
});
`;

/** The file with the reference's whole program; found when the page is first opened, so that starting costs nothing. */
function findScalar(): { path: string; size: number; etag: string } {
  const entry = createRequire(import.meta.url).resolve('@scalar/api-reference');
  const path = join(dirname(entry), 'browser', 'standalone.js');
  const { size, mtimeMs } = statSync(path);
  return {
    path,
    size,
    etag: `"${createHash('sha256').update(`${size}:${mtimeMs}`).digest('base64url').slice(0, 20)}"`,
  };
}

/** The API's reference as a page, at /docs below wherever it is mounted. */
export function createDocsRoutes() {
  let scalar: ReturnType<typeof findScalar> | undefined;
  return new Hono<AppEnv>()
    .get('/docs', (context) =>
      context.html(page, 200, { 'content-security-policy': policy, 'cache-control': 'no-cache' }),
    )
    .get('/docs/start.js', (context) =>
      context.body(start, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }),
    )
    .get('/docs/scalar.js', (context) => {
      scalar ??= findScalar();
      const headers = { etag: scalar.etag, 'cache-control': 'no-cache' };
      if (context.req.header('if-none-match') === scalar.etag) return context.body(null, 304, headers);
      return context.body(Readable.toWeb(createReadStream(scalar.path)) as ReadableStream, 200, {
        ...headers,
        'content-type': 'text/javascript; charset=utf-8',
        'content-length': String(scalar.size),
      });
    });
}
