import type { AuthMethod, Field, Manifest } from '@patchbay/schema';
import { makeCredentials, makeSettings } from '@patchbay/simulator';

/** What stands in a fixture in place of somebody's account. */
export interface SampleAccount {
  settings: Record<string, unknown>;
  credentials: Record<string, string>;
}

/** An account made up after the fields of a manifest, with the same things given as in a real one. */
export function sampleAccount(
  manifest: Manifest,
  method: AuthMethod,
  real: { settings: Readonly<Record<string, unknown>>; credentials: Readonly<Record<string, string>> },
): SampleAccount {
  const made = makeCredentials(method, { credentials: {} }, { isComplete: true });
  return {
    settings: Object.fromEntries(
      Object.entries(real.settings).map(([name, value]) => [name, sampleSetting(manifest.settings[name], name, value)]),
    ),
    credentials: Object.fromEntries(Object.entries(made).filter(([name]) => name in real.credentials)),
  };
}

/** Text becomes another text of its kind; what only chooses stays, for it decides what is asked. The way below a host stays too. */
function sampleSetting(field: Field | undefined, name: string, value: unknown): unknown {
  if (field === undefined || typeof value !== 'string' || ('default' in field && field.default === value)) return value;
  if (!['url', 'text', 'textarea', 'secret', 'combobox'].includes(field.type)) return value;
  const { default: _, ...bare } = field as Field & { default?: unknown };
  const sample = makeSettings({ settings: { [name]: { ...bare, required: true } } } as unknown as Manifest, {
    settings: {},
  })[name];
  if (field.type !== 'url' || typeof sample !== 'string' || !URL.canParse(value)) return sample;
  return `${sample}${new URL(value).pathname.replace(/\/$/, '')}`;
}
