import { validateFields } from '@patchbay/runtime';
import { type Field, type Manifest, testOf } from '@patchbay/schema';
import { isAllowedUrl } from './allowed-origins.ts';
import { dialledUrls } from './dialled-urls.ts';
import { hostileTexts, hostileUrls } from './hostile-values.ts';

/** A value of a setting that led a request off the declared hosts. */
export interface Stray {
  setting: string;
  value: string;
  origin: string;
}

/** Types every hostile value into every free setting and tells which of them led off the declared hosts. */
export async function strayUrls(
  manifest: Manifest,
  operation: string,
  ordinary: Readonly<Record<string, unknown>>,
): Promise<Stray[]> {
  const found: Stray[] = [];
  for (const [setting, field] of Object.entries(manifest.settings)) {
    for (const value of hostileValues(field)) {
      const settings = { ...ordinary, [setting]: value };
      // What the form refuses is never stored.
      if (!validateFields(manifest.settings, settings).ok) continue;
      const { urls } = await dialledUrls(manifest, operation, settings);
      const stray = urls.find((url) => !isAllowedUrl(url, manifest.hosts, settings));
      if (stray) found.push({ setting, value, origin: new URL(stray).origin });
    }
  }
  return found;
}

function hostileValues({ type }: Field): readonly string[] {
  if (type === 'url') return hostileUrls;
  return type === 'text' || type === 'textarea' || type === 'combobox' ? hostileTexts : [];
}

/** The tests, and one operation for each further base URL or path that holds a setting. */
export function operationsByUrl(manifest: Manifest): string[] {
  const others = Object.entries(manifest.operations).filter(
    ([, { request, baseUrl }]) => request !== undefined && (baseUrl !== undefined || request.includes('{settings.')),
  );
  const byUrl = Map.groupBy(
    others,
    ([, { baseUrl, request }]) => `${baseUrl} ${request?.includes('{settings.') ? request : ''}`,
  );
  return [
    ...new Set([
      ...[undefined, ...manifest.auth].map((method) => testOf(manifest, method).operation),
      ...[...byUrl.values()].flatMap(([first]) => (first ? [first[0]] : [])),
    ]),
  ];
}
