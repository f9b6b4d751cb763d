import { SearchX } from 'lucide-react';
import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import { t } from '#messages/en.ts';

/** What stands where there is no page. */
export function NotFound() {
  return (
    <div className="grid min-h-[70dvh] place-items-center p-6 text-center">
      <div>
        <span className="mx-auto mb-4 grid size-10 place-items-center rounded-lg border bg-surface text-muted">
          <SearchX aria-hidden className="size-5" />
        </span>
        <h1 className="font-semibold text-xl">{t.errors.notFoundTitle}</h1>
        <p className="mt-1 max-w-md text-muted">{t.errors.notFoundText}</p>
        <Button asChild className="mt-5">
          <Link href="/">{t.errors.toOverview}</Link>
        </Button>
      </div>
    </div>
  );
}
