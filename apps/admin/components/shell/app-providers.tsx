'use client';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { Toaster } from '#components/ui/toast.tsx';
import { TooltipProvider } from '#components/ui/tooltip.tsx';
import { isApiError } from '#lib/api/api-error.ts';

/** Of failed reads only those are tried again that may succeed without anybody changing anything. */
function shouldRetry(count: number, error: Error): boolean {
  if (!isApiError(error)) return false;
  return count < 2 && (error.status === 0 || error.status >= 502);
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (!isApiError(error) || error.status !== 401 || location.pathname === '/sign-in') return;
        location.assign(`/sign-in?reason=signed-out&next=${encodeURIComponent(location.pathname + location.search)}`);
      },
    }),
    defaultOptions: { queries: { staleTime: 5_000, retry: shouldRetry }, mutations: { retry: false } },
  });
}

export function AppProviders({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  // Says that the page answers to clicks and keys; tests wait for it.
  useEffect(() => {
    document.documentElement.dataset.hydrated = '';
  }, []);
  return (
    <QueryClientProvider client={client}>
      <TooltipProvider delayDuration={300}>{children}</TooltipProvider>
      <Toaster />
    </QueryClientProvider>
  );
}
