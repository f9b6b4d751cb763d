'use client';
import { Tabs as Primitive } from 'radix-ui';
import { type ComponentProps, useEffect, useRef } from 'react';
import { cn } from '#lib/cn.ts';

export const Tabs = Primitive.Root;

/** Scrolls sideways by itself where there is no room, with the open tab in view. */
export function TabsList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const open = frame.current?.querySelector<HTMLElement>('[data-state=active]');
    if (frame.current && open) frame.current.scrollLeft = open.offsetLeft - frame.current.clientWidth / 2;
  });
  return (
    <div
      ref={frame}
      className={cn('scroll-thin relative -mx-4 sm:mx-0 overflow-x-auto border-b px-4 sm:px-0', className)}
    >
      <Primitive.List className="-mb-px flex w-max gap-5" {...props} />
    </div>
  );
}

export function TabsTrigger({ className, ...props }: ComponentProps<typeof Primitive.Trigger>) {
  return (
    <Primitive.Trigger
      className={cn(
        'h-10 whitespace-nowrap border-transparent border-b-2 text-muted transition-colors hover:text-text focus-visible:-outline-offset-2 data-[state=active]:border-text data-[state=active]:font-medium data-[state=active]:text-text',
        className,
      )}
      {...props}
    />
  );
}

export function TabsContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return <Primitive.Content className={cn('pt-6 outline-none', className)} tabIndex={-1} {...props} />;
}
