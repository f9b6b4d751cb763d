import type { Manifest } from '@patchbay/schema';

const placeholder = /\{settings\.([A-Za-z0-9_-]+)\}/g;

/**
 * An address of a manifest as people open it, with the given settings put in for `{settings.name}`, else their defaults. Null while one
 * is missing: nobody is shown a template.
 */
export function fillAddress(
  template: string,
  fields: Manifest['settings'],
  settings: Readonly<Record<string, unknown>> = {},
): string | null {
  const address = template.replace(placeholder, (whole, name: string, position: number) => {
    const field = fields[name];
    const value = String(settings[name] ?? (field && 'default' in field ? field.default : undefined) ?? '').trim();
    if (value === '') return whole;
    // Only at its start a setting is an address itself; everywhere else it is one part of it.
    return position === 0 ? value.replace(/\/+$/, '') : encodeURIComponent(value);
  });
  return /^https?:\/\/[^{]+$/.test(address) && URL.canParse(address) ? address : null;
}
