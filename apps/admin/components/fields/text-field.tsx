'use client';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { describedBy, FieldFrame } from '#components/ui/field-frame.tsx';
import { Input } from '#components/ui/input.tsx';

interface TextFieldProps extends ComponentProps<'input'> {
  label: string;
  help?: ReactNode;
  error?: string | undefined;
  isOptional?: boolean;
}

/** A labelled input of our own forms; those of manifests are made by ManifestField. */
export function TextField({ label, help, error, isOptional, ...props }: TextFieldProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} help={help} error={error} isOptional={isOptional}>
      <Input
        {...props}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, error, help)}
      />
    </FieldFrame>
  );
}
