import { isInstalledAtProvider, PatchbayError } from '@patchbay/schema';
import type { AuthContext, MethodOf } from '../auth/auth-strategy.ts';
import { createAuthContext } from '../call/auth-context.ts';
import { createCall } from '../call/call.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import type { CallOptions, Target } from '../types.ts';

export interface InstallContext {
  context: AuthContext;
  install: NonNullable<MethodOf<'github_app'>['config']['install']>;
}

/** Installing as a call of its own. Throws `unsupported` for a method that nothing is installed for. */
export async function openInstall(
  runtime: RuntimeContext,
  target: Target,
  options: CallOptions,
): Promise<InstallContext> {
  const call = createCall(runtime, target, options);
  const context = createAuthContext(call, await call.credentials());
  const { method, providerName } = context;
  if (isInstalledAtProvider(method)) return { context, install: method.config.install };
  throw new PatchbayError('unsupported', `Nothing is installed at ${providerName} for "${method.id}".`);
}
