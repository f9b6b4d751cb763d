import type { ProviderDetail } from '@patchbay/client';
import type { ConnectionFormValues } from './connection-form.ts';

type Draft = Omit<ConnectionFormValues, 'credentials'>;

const keyOf = (slug: string) => `patchbay.connect.${slug}`;

/** Keeps what was typed while the browser is at the provider, in this tab only. Secrets are not kept. */
export function keepDraft(provider: ProviderDetail, values: ConnectionFormValues, storage = sessionStorage): void {
  const { credentials: _, ...draft } = values;
  const secrets = new Set(provider.settings.filter(({ type }) => type === 'secret').map(({ name }) => name));
  const settings = Object.fromEntries(Object.entries(draft.settings).filter(([name]) => !secrets.has(name)));
  storage.setItem(keyOf(provider.slug), JSON.stringify({ ...draft, settings }));
}

/** What was typed before the browser left, once. */
export function takeDraft(slug: string, storage = sessionStorage): Partial<Draft> | null {
  const text = storage.getItem(keyOf(slug));
  storage.removeItem(keyOf(slug));
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
