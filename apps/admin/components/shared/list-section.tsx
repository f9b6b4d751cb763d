import type { UseQueryResult } from '@tanstack/react-query';
import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { EmptyState, ErrorState } from './states.tsx';

interface ListSectionProps<Item> {
  title: string;
  /** One line: what these are for. */
  text: string;
  query: Pick<UseQueryResult<Item[]>, 'data' | 'error' | 'isPending' | 'refetch'>;
  /** The button that adds one: beside the title, or in the middle while there is none. */
  add?: ReactNode;
  empty: { icon: LucideIcon; title: string; text: string };
  /** What stands above the list, whatever it holds. */
  note?: ReactNode;
  /** The list, once it was read and is not empty. */
  list: (items: Item[]) => ReactNode;
  /** Dialogs. */
  children?: ReactNode;
}

/** A titled list of a page with its four states: it loads, it failed, there is none yet, here they are. */
export function ListSection<Item>({ title, text, query, add, empty, note, list, children }: ListSectionProps<Item>) {
  const id = useId();
  const { data, error, isPending, refetch } = query;
  const hasItems = data !== undefined && data.length > 0;
  return (
    <section aria-labelledby={id}>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          <p className="text-pretty text-muted">{text}</p>
        </div>
        {hasItems && add}
      </div>
      {note}
      {error && <ErrorState error={error} onRetry={() => refetch()} />}
      {isPending && <ListSkeleton rows={3} />}
      {data?.length === 0 && <EmptyState {...empty} action={add} />}
      {hasItems && list(data)}
      {children}
    </section>
  );
}
