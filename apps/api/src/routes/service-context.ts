import { PatchbayError } from '@patchbay/schema';
import type { ServiceContext } from '@patchbay/services';
import type { Context } from 'hono';
import type { AppEnv } from '../middleware/app-env.ts';

/** What a service verb needs to know about the request. */
export function serviceContext(context: Context<AppEnv>): ServiceContext {
  const caller = context.get('caller');
  if (!caller) throw new PatchbayError('internal', 'This route does not know its caller.');
  const signal = context.get('signal');
  return {
    deps: context.get('deps').services,
    actor: caller.actor,
    requestId: context.get('requestId'),
    ip: context.get('address'),
    ...(signal && { signal }),
  };
}

/** The input without the organization: the router has already checked that it is the caller's own. */
export function ownInput<Input extends { organizationId?: string | undefined }>(
  input: Input,
): Omit<Input, 'organizationId'> {
  const { organizationId: _, ...rest } = input;
  return rest;
}
