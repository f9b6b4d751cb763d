'use client';
import { Search, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Input } from '#components/ui/input.tsx';
import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';

interface SearchBoxProps {
  label: string;
  value: string;
  /** Told at each key. Not later: a change of the address that comes after a click on a link takes that click back. */
  onChange: (value: string) => void;
  className?: string;
}

export function SearchBox({ label, value, onChange, className }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const [isFocused, setFocused] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  // The address changed under it (Back, a cleared filter): follow. While somebody types, what comes is only late.
  if (known !== value) {
    setKnown(value);
    if (!isFocused) setTyped(value);
  }
  const type = (text: string) => {
    setTyped(text);
    onChange(text);
  };
  return (
    <div className={cn('relative', className)}>
      <Search aria-hidden className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-3 size-4 text-faint" />
      <Input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => type(event.target.value)}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        className="pr-8 pl-9 [&::-webkit-search-cancel-button]:hidden"
      />
      {typed && (
        <button
          type="button"
          aria-label={t.common.clearFilters}
          onClick={() => {
            type('');
            input.current?.focus();
          }}
          className="-translate-y-1/2 absolute top-1/2 right-1.5 grid size-6 place-items-center rounded-sm text-muted hover:text-text"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}
