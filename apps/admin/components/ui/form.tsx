'use client';
import type { ComponentProps } from 'react';
import { useHydrated } from '#lib/use-hydrated.ts';

/**
 * A form that cannot be filled or sent before the page is awake: what is typed earlier would be lost, and the browser
 * itself would send it. It would do so with POST: no field of a form ever reaches an address.
 */
export function Form({ children, ...props }: Omit<ComponentProps<'form'>, 'method' | 'noValidate'>) {
  const isHydrated = useHydrated();
  return (
    <form method="post" noValidate {...props}>
      <fieldset disabled={!isHydrated} className="contents">
        {children}
      </fieldset>
    </form>
  );
}
