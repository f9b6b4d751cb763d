'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

type Changes = Record<string, string | null>;

/**
 * State that lives in the address, so that a view can be linked and left and found again. Filters replace the entry of
 * the history; `push` makes a new one, for tabs and layers that Back should close.
 */
export function useUrlState() {
  const params = useSearchParams();
  const change = useCallback((changes: Changes, mode: 'replace' | 'push' = 'replace') => {
    const next = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const query = next.toString();
    const url = query ? `${location.pathname}?${query}` : location.pathname;
    if (mode === 'push') history.pushState(null, '', url);
    else history.replaceState(null, '', url);
  }, []);
  return { get: (name: string) => params.get(name) ?? '', change };
}
