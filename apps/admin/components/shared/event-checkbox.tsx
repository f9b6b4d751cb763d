'use client';
import { useFormContext } from 'react-hook-form';
import { Checkbox } from '#components/ui/input.tsx';

interface EventCheckboxProps {
  /** The list of the form that keeps what is ticked. */
  field: 'types' | 'events';
  name: string;
  description: string;
}

/** One kind of event to choose, with what it means. */
export function EventCheckbox({ field, name, description }: EventCheckboxProps) {
  const { register } = useFormContext<Record<EventCheckboxProps['field'], string[]>>();
  return (
    <Checkbox value={name} className="items-start" {...register(field)}>
      <span className="min-w-0">
        <code className="block break-all font-mono text-xs leading-4">{name}</code>
        <span className="text-pretty text-muted">{description}</span>
      </span>
    </Checkbox>
  );
}
