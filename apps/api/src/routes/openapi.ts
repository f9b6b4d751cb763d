import { Hono } from 'hono';
import type { AppEnv } from '../middleware/app-env.ts';

/** The document is built from the routes when first asked for. */
let text: Promise<string> | undefined;

export const openApiRoutes = new Hono<AppEnv>().get('/openapi.json', async (context) => {
  text ??= import('../openapi-document.ts').then(({ buildOpenApiDocument }) => JSON.stringify(buildOpenApiDocument()));
  return context.body(await text, 200, { 'content-type': 'application/json; charset=utf-8' });
});
