'use client';
import { Tabs as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '#lib/cn.ts';

export const Tabs = Primitive.Root;

export function TabsList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  return (
    <div className={cn('scroll-thin -mx-4 sm:mx-0 overflow-x-auto border-b px-4 sm:px-0', className)}>
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
