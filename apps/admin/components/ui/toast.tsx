'use client';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { Toast as Primitive } from 'radix-ui';
import { useSyncExternalStore } from 'react';
import { t } from '#messages/en.ts';

interface ToastEntry {
  id: number;
  kind: 'good' | 'bad';
  text: string;
}

let entries: readonly ToastEntry[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function publish(next: readonly ToastEntry[]): void {
  entries = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const none: readonly ToastEntry[] = [];

/** Says in passing that something happened. What a person must act on belongs on the page instead. */
export function toast(text: string, kind: ToastEntry['kind'] = 'good'): void {
  publish([...entries.slice(-2), { id: nextId++, kind, text }]);
}

export function Toaster() {
  const shown = useSyncExternalStore(
    subscribe,
    () => entries,
    () => none,
  );
  return (
    <Primitive.Provider duration={5000} swipeDirection="right">
      {shown.map((entry) => (
        <Primitive.Root
          key={entry.id}
          onOpenChange={(open) => !open && publish(entries.filter((other) => other.id !== entry.id))}
          className="flex items-start gap-2.5 rounded-lg bg-raised py-2.5 pr-2 pl-3 shadow-overlay data-[state=open]:animate-rise-in"
        >
          {entry.kind === 'good' ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
          ) : (
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
          )}
          <Primitive.Description className="min-w-0 flex-1 break-words">{entry.text}</Primitive.Description>
          <Primitive.Close aria-label={t.common.dismiss} className="rounded-sm p-0.5 text-muted hover:text-text">
            <X aria-hidden className="size-4" />
          </Primitive.Close>
        </Primitive.Root>
      ))}
      <Primitive.Viewport className="fixed right-4 bottom-4 z-60 flex w-[min(360px,calc(100vw-32px))] flex-col gap-2 outline-none" />
    </Primitive.Provider>
  );
}
