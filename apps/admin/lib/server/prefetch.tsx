import 'server-only';
import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { toApiError } from '#lib/api/api-error.ts';

/** A query as `queryOptions` makes it; what it holds is the page's business. */
interface Query {
  queryKey: readonly unknown[];
}

interface PrefetchProps {
  /** Read before the first paint. One that fails is read again in the browser, which shows the error. */
  queries: Query[];
  /** Read first; when the API says it does not exist, the page is the not-found page. */
  subject?: Query;
  children: ReactNode;
}

/** Reads what a page shows while it is rendered, so that the first paint has the data. */
export async function Prefetch({ queries, subject, children }: PrefetchProps) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  if (subject) {
    const error = await client.fetchQuery(subject as never).then(
      () => null,
      (thrown) => toApiError(thrown),
    );
    if (error?.code === 'not_found') notFound();
  }
  await Promise.all(
    queries.map((query) =>
      'initialPageParam' in query ? client.prefetchInfiniteQuery(query as never) : client.prefetchQuery(query as never),
    ),
  );
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
