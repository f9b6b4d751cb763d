import { isWebAddress } from '#lib/oauth/leave-to.ts';

const placeholder = /\{settings\.([A-Za-z0-9_-]+)\}/g;

/**
 * A manifest's address with the settings typed so far put in for `{settings.name}`. Null while one is missing, and for what is no
 * web address then.
 */
export function fillAddress(template: string, settings: Readonly<Record<string, unknown>>): string | null {
  let isComplete = true;
  const address = template.replace(placeholder, (_whole, name: string, position: number) => {
    const value = String(settings[name] ?? '').trim();
    if (value === '') isComplete = false;
    // Only at its start a setting is an address itself; everywhere else it is one part of it.
    return position === 0 ? value.replace(/\/+$/, '') : encodeURIComponent(value);
  });
  return isComplete && isWebAddress(address) ? address : null;
}
