'use client';
import { Tag } from '#components/shared/tag.tsx';
import { type AuthMethod, describeNeed } from '#lib/auth-methods.ts';
import { cn } from '#lib/cn.ts';
import { t } from '#messages/en.ts';

interface MethodPickerProps {
  methods: readonly AuthMethod[];
  value: string;
  onChange: (id: string) => void;
  isDisabled?: boolean;
}

/** Radio cards, one for each way to sign in; a way this server cannot run yet stays visible and says so. */
export function MethodPicker({ methods, value, onChange, isDisabled }: MethodPickerProps) {
  return (
    <fieldset disabled={isDisabled} aria-label={t.connect.steps.method} className="grid gap-2 sm:grid-cols-2">
      {methods.map((method) => (
        <label
          key={method.id}
          className={cn(
            'flex gap-3 rounded-lg border bg-surface px-4 py-3 has-checked:border-accent has-focus-visible:outline-2 has-checked:bg-accent-soft has-focus-visible:outline-ring',
            method.supported ? 'cursor-pointer hover:border-line-strong' : 'opacity-70',
          )}
        >
          <input
            type="radio"
            name="auth-method"
            value={method.id}
            checked={value === method.id}
            disabled={!method.supported}
            onChange={() => onChange(method.id)}
            className="mt-0.5 size-4 shrink-0 accent-(--accent-fill) outline-none"
          />
          <span className="min-w-0">
            <span className="flex flex-wrap items-center gap-2 font-medium">
              {method.label}
              {!method.supported && <Tag>{t.provider.unsupported}</Tag>}
            </span>
            <span className="block text-pretty text-muted text-sm">{method.description || describeNeed(method)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
