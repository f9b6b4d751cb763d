import type { HttpBindings } from '@hono/node-server';

/** What middleware leaves on the request's context. */
export interface AppEnv {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
  };
}
