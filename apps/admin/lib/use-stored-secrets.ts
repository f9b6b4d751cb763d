'use client';
import type { Connection } from '@patchbay/client';
import { t } from '#messages/en.ts';
import { formatAge } from './format.ts';
import { useNow } from './use-now.ts';

/** One line for each stored secret: "set · ends in 4f2a · 12 days old". */
export function useStoredSecrets(connection: Connection | null): Record<string, string> {
  const now = useNow();
  const credential = connection?.credential;
  if (!credential) return {};
  const age = now === null ? null : formatAge(credential.createdAt, now);
  return Object.fromEntries(
    credential.fields
      .filter((field) => field.isSet)
      .map((field) => [field.name, [t.connectionSettings.isSet(field.mask), age].filter(Boolean).join(' · ')]),
  );
}
