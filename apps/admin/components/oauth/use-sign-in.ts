'use client';
import type { components } from '@patchbay/client';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { leaveTo } from '#lib/oauth/leave-to.ts';

type StartOAuth = components['schemas']['StartOAuth'];

/** Begins a sign-in and sends the browser to the provider. Stays busy until the page is gone. */
export function useSignIn() {
  const { mutate, reset, isPending, isSuccess, error } = useMutation({
    mutationFn: async (body: StartOAuth) => {
      const started = await unwrap(api.POST('/api/v1/integrations/oauth/start', { body }));
      leaveTo(started.authorizationUrl);
    },
  });
  // Back from the provider, the browser may show this page as it was left.
  useEffect(() => {
    const wake = (event: PageTransitionEvent) => event.persisted && reset();
    addEventListener('pageshow', wake);
    return () => removeEventListener('pageshow', wake);
  }, [reset]);
  return { signIn: mutate, reset, isBusy: isPending || isSuccess, error };
}
