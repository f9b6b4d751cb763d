import { PatchbayError } from '@patchbay/schema';
import { renderSignInUrl } from '../auth/sign-in-request.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import type { CallOptions, Target } from '../types.ts';
import { openInstall } from './open-install.ts';

/** The address a person is sent to, with our state in it. */
export async function startInstall(
  runtime: RuntimeContext,
  target: Target,
  state: string,
  options: CallOptions,
): Promise<string> {
  const { context, install } = await openInstall(runtime, target, options);
  // What people typed stays one part of the path.
  const credentials = Object.fromEntries(
    Object.entries(context.credentials).map(([name, value]) => [name, encodeURIComponent(value)]),
  );
  const scope = { ...context.scope, credentials };
  const url = renderSignInUrl(install.url, Object.create(context, { scope: { value: scope, enumerable: true } }));
  // A page on a host the manifest does not declare would be anybody's.
  if (!context.isAllowedHost(url))
    throw new PatchbayError('invalid_input', `${url.host} is not a host ${context.providerName} installs apps at.`);
  url.searchParams.set(install.stateParameter, state);
  return url.href;
}
