'use client';
import { useState } from 'react';
import { cn } from '#lib/cn.ts';
import { initials } from '#lib/format.ts';

interface ProviderMarkProps {
  provider: { slug: string; name?: string; logoUrl?: string };
  size?: 'sm' | 'md' | 'lg';
  className?: string;
}

const sizes = {
  sm: 'size-6 rounded-md p-1 text-[9px]',
  md: 'size-9 rounded-lg p-1.5 text-xs',
  lg: 'size-12 rounded-xl p-2 text-base',
};

/** A provider's mark on a tile that is light in both themes, so that every logo reads; without one, initials. */
export function ProviderMark({ provider, size = 'md', className }: ProviderMarkProps) {
  const [isBroken, setBroken] = useState(false);
  const source = provider.logoUrl ?? `/api/v1/integrations/providers/${provider.slug}/logo`;
  // The picture may have failed before the page came alive: look once when it is attached.
  const check = (image: HTMLImageElement | null) => {
    if (image?.complete && image.naturalWidth === 0) setBroken(true);
  };
  return (
    <span
      aria-hidden
      className={cn(
        'grid shrink-0 place-items-center overflow-hidden border border-line bg-tile font-semibold text-[oklch(0.4_0.01_260)]',
        sizes[size],
        className,
      )}
    >
      {isBroken ? (
        initials(provider.name ?? provider.slug)
      ) : (
        <img ref={check} src={source} alt="" onError={() => setBroken(true)} className="size-full object-contain" />
      )}
    </span>
  );
}
