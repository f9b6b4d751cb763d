'use client';
import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';

export interface EveryOrSomeValues {
  scope: 'every' | 'some';
}

interface EveryOrSomeProps {
  legend: string;
  labels: Record<EveryOrSomeValues['scope'], string>;
  /** Why the choice cannot be kept. */
  error: string | undefined;
  /** What there is to choose from; shown once it is to be some. */
  children: ReactNode;
}

/** Everything, or some of it: a part of the form around it, which keeps the choice as `scope`. */
export function EveryOrSome({ legend, labels, error, children }: EveryOrSomeProps) {
  const errorId = useId();
  const { register } = useFormContext<EveryOrSomeValues>();
  const scope = useWatch<EveryOrSomeValues, 'scope'>({ name: 'scope' });
  return (
    <fieldset className="min-w-0" aria-describedby={error ? errorId : undefined}>
      <legend className="mb-1.5 font-medium text-sm">{legend}</legend>
      <div className="flex flex-col gap-2">
        {(['every', 'some'] as const).map((value) => (
          <label key={value} className="flex items-start gap-2 text-sm">
            <input
              type="radio"
              value={value}
              className="mt-0.5 size-4 shrink-0 accent-(--accent-fill)"
              {...register('scope')}
            />
            {labels[value]}
          </label>
        ))}
      </div>
      {scope === 'some' && children}
      {error && (
        <p id={errorId} role="alert" className="mt-1.5 flex items-start gap-1.5 text-bad text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      )}
    </fieldset>
  );
}
