import type { CredentialVersion } from '@patchbay/db';
import type { Manifest } from '@patchbay/schema';
import type { LlmKey } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';
import type { LlmConnection } from './find-llm-connections.ts';
import { modelSetting } from './llm-providers.ts';

/** A key as callers see it: of the key itself its last four characters. */
export function toLlmKey({ found, connection }: LlmConnection, credential: CredentialVersion | null): LlmKey {
  const { manifest, field } = found;
  const model = connection.settings[modelSetting];
  return {
    id: connection.id,
    name: manifest.name,
    provider: manifest.id,
    key: credential?.fields.find(({ name }) => name === field)?.mask ?? null,
    url: urlOf(manifest),
    model: typeof model === 'string' ? model : null,
    status: connection.status,
    last_test_status: connection.lastTestStatus,
    last_test_message: connection.lastTestMessage,
    created_by: connection.createdBy,
    created_at: toIso(connection.createdAt),
    updated_at: toIso(connection.updatedAt),
    last_used_at: toIso(credential?.lastUsedAt ?? null),
  };
}

function urlOf({ http }: Manifest): string | null {
  const url = http?.baseUrl ?? null;
  return url?.includes('{') ? null : url;
}
