'use client';
import type { FieldView } from '@patchbay/client';
import type { ClipboardEvent } from 'react';
import { useWatch } from 'react-hook-form';
import { type FormValues, isVisible } from '#lib/fields/field-values.ts';
import { ManifestField } from './manifest-field.tsx';

interface ManifestFieldsProps {
  fields: readonly FieldView[];
  /** The part of the form these fields live in: `settings`. */
  prefix: string;
  stored?: Record<string, string | undefined>;
  onPaste?: (event: ClipboardEvent) => void;
}

/** The visible fields of one part of a manifest form, in the manifest's order. */
export function ManifestFields({ fields, prefix, stored, onPaste }: ManifestFieldsProps) {
  const values = (useWatch({ name: prefix }) ?? {}) as FormValues;
  return fields
    .filter((field) => isVisible(field, values))
    .map((field) => (
      <ManifestField
        key={field.name}
        field={field}
        name={`${prefix}.${field.name}`}
        stored={stored?.[field.name]}
        {...(onPaste && { onPaste })}
      />
    ));
}
