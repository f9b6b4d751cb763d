import type { HttpBindings } from '@hono/node-server';
import type { AppDeps } from '../app-deps.ts';
import type { Caller } from '../auth/authenticator.ts';

/** What middleware leaves on the request's context. */
export interface AppEnv {
  /** Empty where a test calls `app.request()`: there is no socket then. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    deps: AppDeps;
    requestId: string;
    /** The client's address, read through trusted proxies. */
    address: string;
    /** Set on every route but the public ones. */
    caller: Caller | undefined;
    /** Aborts when the request took too long or the client went away. */
    signal: AbortSignal | undefined;
  };
}
