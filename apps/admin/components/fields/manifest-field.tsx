'use client';
import type { FieldView } from '@patchbay/client';
import { ExternalLink } from 'lucide-react';
import { type ClipboardEvent, useId, useState } from 'react';
import { useController } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { describedBy, FieldFrame } from '#components/ui/field-frame.tsx';
import { Checkbox, Input, Select, Textarea } from '#components/ui/input.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { recognizeFormat } from '#lib/fields/field-schema.ts';
import { t } from '#messages/en.ts';

interface ManifestFieldProps {
  field: FieldView;
  /** Where the value lives in the form: `settings.baseUrl`. */
  name: string;
  /** Shown for a stored secret: "set · ends in 4f2a · 12 days old". */
  stored?: string | undefined;
  onPaste?: (event: ClipboardEvent) => void;
}

/** Fields whose own value may be a whole file: what is pasted into them stays theirs. */
const keepsPaste = new Set(['json', 'textarea', 'file']);

interface ControlProps {
  id: string;
  name: string;
  value: never;
  onChange: (value: unknown) => void;
  onBlur: () => void;
  ref: (element: HTMLElement | null) => void;
  'aria-invalid': boolean | undefined;
  'aria-describedby': string | undefined;
  'aria-required': boolean | undefined;
}

/** One field of a manifest as a labelled control of the form around it. The only place that knows what each field type looks like. */
export function ManifestField({ field, name, stored, onPaste }: ManifestFieldProps) {
  const id = useId();
  const { field: input, fieldState } = useController({ name });
  const error = fieldState.error?.message;
  // What is typed replaces what is stored, so the line about the stored one goes.
  const kept = input.value === '' ? stored : undefined;
  const recognized = field.type === 'secret' ? recognizeFormat(field, String(input.value ?? '')) : null;
  const help = recognized ? t.fields.recognized(recognized) : helpOf(field);
  const props = {
    ...input,
    id,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': describedBy(id, error, help ?? kept),
    'aria-required': field.required || undefined,
  } as ControlProps;

  if (field.type === 'boolean')
    return (
      <div className="flex items-start gap-3">
        <Switch
          {...props}
          value="on"
          checked={input.value === true}
          onCheckedChange={(checked) => input.onChange(checked)}
          className="mt-0.5"
        />
        <label htmlFor={id} className="min-w-0">
          <span className="font-medium text-sm">{field.label}</span>
          {help && (
            <span id={`${id}-help`} className="block text-muted text-sm">
              {help}
            </span>
          )}
        </label>
      </div>
    );

  return (
    <FieldFrame
      id={id}
      label={field.label}
      isOptional={!field.required}
      error={error}
      help={
        kept || help ? (
          <>
            {kept && <span className="block text-text">{kept}</span>}
            {help}
          </>
        ) : null
      }
    >
      <div
        className="contents"
        onPaste={(event) => {
          if (!keepsPaste.has(field.type)) onPaste?.(event);
          if (field.type === 'secret') keepLines(event, input.onChange);
        }}
      >
        <FieldControl field={field} {...props} isStored={stored !== undefined} />
      </div>
    </FieldFrame>
  );
}

/** A field of one line drops the line ends of what is pasted, and keys have many: a secret of several lines is taken whole, as it is. */
function keepLines(event: ClipboardEvent, onChange: (value: string) => void): void {
  const text = event.clipboardData.getData('text').trim();
  if (event.defaultPrevented || !text.includes('\n')) return;
  event.preventDefault();
  onChange(text);
}

function helpOf(field: FieldView) {
  if (!field.docsUrl) return field.help;
  return (
    <>
      {field.help}{' '}
      <a
        href={field.docsUrl}
        target="_blank"
        rel="noreferrer"
        className="inline-flex items-center gap-1 whitespace-nowrap text-accent underline-offset-4 hover:underline"
      >
        {t.fields.docs}
        <ExternalLink aria-hidden className="size-3" />
        <span className="sr-only">{t.common.opensInNewTab}</span>
      </a>
    </>
  );
}

function FieldControl({ field, isStored, ...props }: ControlProps & { field: FieldView; isStored: boolean }) {
  const placeholder = isStored ? t.connectionSettings.rotateHelp : (field.placeholder ?? undefined);
  switch (field.type) {
    case 'secret':
      return <SecretInput {...props} placeholder={placeholder} />;
    case 'textarea':
    case 'json':
      return (
        <Textarea {...props} placeholder={placeholder} spellCheck={false} className="font-mono text-sm" rows={4} />
      );
    case 'select':
      return (
        <Select {...props}>
          {(!field.required || !field.default) && <option value="">{t.fields.choose}</option>}
          {field.options?.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      );
    case 'multi-select':
      return <MultiSelect field={field} {...props} />;
    case 'combobox':
      return (
        <>
          <Input {...props} list={`${props.id}-options`} placeholder={placeholder} autoComplete="off" />
          <datalist id={`${props.id}-options`}>
            {field.options?.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </datalist>
        </>
      );
    case 'file':
      return <FileInput {...props} />;
    case 'url':
      return (
        <Input {...props} type="url" inputMode="url" placeholder={placeholder} autoComplete="off" spellCheck={false} />
      );
    case 'integer':
    case 'number':
      return <Input {...props} inputMode="decimal" placeholder={placeholder} className="tabular-nums" />;
    default:
      return <Input {...props} placeholder={placeholder} autoComplete="off" spellCheck={false} />;
  }
}

function SecretInput(props: ControlProps & { placeholder: string | undefined }) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input
        {...props}
        type={isShown ? 'text' : 'password'}
        autoComplete="new-password"
        spellCheck={false}
        data-1p-ignore
        className="pr-16 font-mono text-sm"
      />
      <Button
        variant="ghost"
        size="sm"
        className="absolute top-1 right-1"
        aria-pressed={isShown}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? t.common.hideSecret : t.common.showSecret}
      </Button>
    </div>
  );
}

function MultiSelect({ field, value, onChange, id, ...props }: ControlProps & { field: FieldView }) {
  const chosen: string[] = Array.isArray(value) ? value : [];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a second label
    <div
      id={id}
      role="group"
      aria-describedby={props['aria-describedby']}
      className="flex flex-wrap gap-x-4 gap-y-2 py-1"
    >
      {field.options?.map((option) => (
        <Checkbox
          key={option.value}
          checked={chosen.includes(option.value)}
          onChange={(event) =>
            onChange(
              event.target.checked ? [...chosen, option.value] : chosen.filter((other) => other !== option.value),
            )
          }
        >
          {option.label}
        </Checkbox>
      ))}
    </div>
  );
}

function FileInput({ value, onChange, ref, ...props }: ControlProps) {
  const length = String(value ?? '').length;
  return (
    <>
      <Input
        {...props}
        ref={ref}
        type="file"
        className="py-1.5 file:mr-3 file:border-0 file:bg-transparent file:font-medium file:text-accent file:text-sm"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void file.text().then(onChange);
        }}
      />
      {length > 0 && <p className="text-muted text-sm">{t.fields.fileRead(String(length))}</p>}
    </>
  );
}
