'use client';
import { Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Input } from '#components/ui/input.tsx';
import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';

const settleMs = 200;

interface SearchBoxProps {
  label: string;
  value: string;
  /** Told once typing pauses. */
  onChange: (value: string) => void;
  className?: string;
}

export function SearchBox({ label, value, onChange, className }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  // The address changed under it (Back, a cleared filter): follow.
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), settleMs);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <div className={cn('relative', className)}>
      <Search aria-hidden className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-3 size-4 text-faint" />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="pr-8 pl-9 [&::-webkit-search-cancel-button]:hidden"
      />
      {typed && (
        <button
          type="button"
          aria-label={t.common.clearFilters}
          onClick={() => {
            setTyped('');
            onChange('');
          }}
          className="-translate-y-1/2 absolute top-1/2 right-1.5 grid size-6 place-items-center rounded-sm text-muted hover:text-text"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
