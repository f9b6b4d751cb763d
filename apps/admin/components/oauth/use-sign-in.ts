'use client';
import type { components } from '@patchbay/client';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { useLeave } from './use-leave.ts';

type StartOAuth = components['schemas']['StartOAuth'];

/** Begins a sign-in and sends the browser to the provider. */
export function useSignIn() {
  const { leave, ...rest } = useLeave((body: StartOAuth) =>
    unwrap(api.POST('/api/v1/integrations/oauth/start', { body })),
  );
  return { signIn: leave, ...rest };
}
