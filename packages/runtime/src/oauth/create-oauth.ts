import type { RuntimeContext } from '../call/runtime-context.ts';
import { authorize } from './authorize.ts';
import { exchange } from './exchange.ts';
import { refresh } from './refresh.ts';
import { revoke } from './revoke.ts';
import type { OAuth } from './types.ts';

/** The protocol's verbs over one runtime. */
export function createOAuth(runtime: RuntimeContext): OAuth {
  return {
    authorize: (target, request, options = {}) => authorize(runtime, target, request, options),
    exchange: (target, given, options = {}) => exchange(runtime, target, given, options),
    refresh: (target, refreshToken, options = {}) => refresh(runtime, target, refreshToken, options),
    revoke: (target, tokens, options = {}) => revoke(runtime, target, tokens, options),
  };
}
