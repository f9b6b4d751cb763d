'use client';
import { Switch as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '#lib/cn.ts';

export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        'relative inline-flex h-5 w-9 shrink-0 rounded-full bg-control transition-colors data-[state=checked]:bg-accent-fill disabled:opacity-50',
        className,
      )}
      {...props}
    >
      <Primitive.Thumb className="m-0.5 block size-4 rounded-full bg-on-accent shadow-raised transition-transform data-[state=checked]:translate-x-4" />
    </Primitive.Root>
  );
}
