'use client';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { leaveTo } from '#lib/oauth/leave-to.ts';

/** Begins something that goes on at the provider and sends the browser there. Stays busy until the page is gone. */
export function useLeave<Body>(begin: (body: Body) => Promise<{ authorizationUrl: string }>) {
  const { mutate, reset, isPending, isSuccess, error } = useMutation({
    mutationFn: async (body: Body) => {
      const started = await begin(body);
      leaveTo(started.authorizationUrl);
    },
  });
  // Back from the provider, the browser may show this page as it was left.
  useEffect(() => {
    const wake = (event: PageTransitionEvent) => event.persisted && reset();
    addEventListener('pageshow', wake);
    return () => removeEventListener('pageshow', wake);
  }, [reset]);
  return { leave: mutate, reset, isBusy: isPending || isSuccess, error };
}
