import type { PatchbayEvent } from '@patchbay/client';
import { type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '#lib/api/browser.ts';
import { isFromTheDatabase } from '#lib/api/is-from-the-database.ts';
import { eventTypesQuery } from '#lib/api/queries/events.ts';
import { changedKeys } from './changed-keys.ts';

/** What comes at once is read again once, in milliseconds. */
const gatherMs = 250;

/**
 * Reads again what the page shows as soon as something happened to it. While the tab is hidden the stream is closed: browsers allow few
 * connections to one server, and tabs nobody looks at would use them up. Without the stream a page still looks by itself now and then.
 */
export function useLiveUpdates(): void {
  const queryClient = useQueryClient();
  const { data: types } = useQuery({ ...eventTypesQuery(api), staleTime: Number.POSITIVE_INFINITY });

  useEffect(() => {
    if (!types) return;
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let wasOpen = false;
    const waiting = new Map<string, QueryKey>();

    const readAgain = () => {
      timer = null;
      const keys = [...waiting.values()];
      waiting.clear();
      for (const queryKey of keys) void queryClient.invalidateQueries({ queryKey, predicate: isFromTheDatabase });
    };
    const note = ({ data }: MessageEvent<string>) => {
      for (const key of changedKeys(JSON.parse(data) as PatchbayEvent)) waiting.set(JSON.stringify(key), key);
      timer ??= setTimeout(readAgain, gatherMs);
    };
    const opened = () => {
      // What happened while there was no stream is not told again.
      if (wasOpen) void queryClient.invalidateQueries({ predicate: isFromTheDatabase });
      wasOpen = true;
    };
    const follow = () => {
      if (document.hidden) {
        source?.close();
        source = null;
        return;
      }
      if (source && source.readyState !== EventSource.CLOSED) return;
      source = new EventSource('/api/v1/events/stream');
      source.addEventListener('open', opened);
      for (const { type } of types) source.addEventListener(type, note);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      source?.close();
      if (timer !== null) clearTimeout(timer);
    };
  }, [types, queryClient]);
}
