'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Radio, SearchX } from 'lucide-react';
import Link from 'next/link';
import { EventDrawer } from '#components/event/event-drawer.tsx';
import { EventTable } from '#components/event/event-table.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Select } from '#components/ui/input.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { connectionsQuery } from '#lib/api/queries/connections.ts';
import { eventsQuery, eventTypesQuery } from '#lib/api/queries/events.ts';
import { firstSentence } from '#lib/events/first-sentence.ts';
import { useCanManage } from '#lib/me.tsx';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';

export function Events() {
  const { get, change } = useUrlState();
  const canManage = useCanManage();
  const type = get('type');
  const types = useQuery(eventTypesQuery(api));
  const query = useInfiniteQuery({ ...eventsQuery(api, type ? { type } : {}), placeholderData: keepPreviousData });
  const connections = useInfiniteQuery(connectionsQuery(api));
  const names = new Map(
    connections.data?.pages.flatMap((page) => page.data.map(({ id, name }) => [id, name] as const)),
  );
  const events = query.data?.pages.flatMap((page) => page.data) ?? [];
  const opened = events.find((event) => event.id === get('event')) ?? null;
  const meanings = new Map(types.data?.map(({ type, description }) => [type, firstSentence(description)]));
  return (
    <>
      <PageHeader
        title={t.events.title}
        text={t.events.text}
        actions={
          canManage && (
            <Button asChild>
              <Link href="/settings/events">{t.events.subscriptions}</Link>
            </Button>
          )
        }
      />
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton />}
      {query.data && (
        <Select
          aria-label={t.events.filter}
          value={type}
          onChange={(event) => change({ type: event.target.value })}
          className="mb-4 sm:w-72"
        >
          <option value="">{t.events.everyType}</option>
          {types.data?.map(({ type }) => (
            <option key={type} value={type}>
              {type}
            </option>
          ))}
        </Select>
      )}
      {query.data && events.length === 0 && (
        <EmptyState
          icon={type ? SearchX : Radio}
          title={type ? t.events.noMatchTitle : t.events.nothingTitle}
          text={type ? t.events.noMatchText : t.events.nothingText}
          action={type && <Button onClick={() => change({ type: null })}>{t.common.clearFilters}</Button>}
        />
      )}
      {events.length > 0 && (
        <EventTable {...{ events, meanings, names }} onOpen={({ id }) => change({ event: id }, 'push')} />
      )}
      <LoadMore query={query} />
      <EventDrawer event={opened} meaning={meanings.get(opened?.type ?? '')} onClose={() => change({ event: null })} />
    </>
  );
}
