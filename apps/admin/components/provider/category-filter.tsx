'use client';
import { t } from '#messages/en.ts';

interface CategoryFilterProps {
  categories: { value: string; count: number }[];
  total: number;
  value: string;
  onChange: (value: string) => void;
}

/** One pressed at a time; it scrolls sideways by itself where there is no room, never the page. */
export function CategoryFilter({ categories, total, value, onChange }: CategoryFilterProps) {
  const choices = [{ value: '', count: total }, ...categories];
  return (
    <fieldset aria-label={t.catalog.category} className="scroll-thin mb-5 flex min-w-0 gap-1 overflow-x-auto p-0.5">
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
          className="flex h-7 items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 text-muted text-sm hover:bg-hover aria-pressed:bg-selected aria-pressed:font-medium aria-pressed:text-text"
        >
          {choice.value || t.catalog.allCategories}
          <span className="tabular-nums">{choice.count}</span>
        </button>
      ))}
    </fieldset>
  );
}
