import { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from '../middleware/app-env.ts';

/** A router whose routes all refuse bad input in the one shape. */
export function createRouter() {
  return new OpenAPIHono<AppEnv>();
}
