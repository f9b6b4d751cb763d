import { authMethodLabel, type Manifest } from '@patchbay/schema';
import type { ProviderInfo } from '../dto/index.ts';
import type { ServiceDeps } from '../types.ts';

/** A manifest as the catalog lists it. */
export function toProviderInfo(
  { registry, settings }: Pick<ServiceDeps, 'registry' | 'settings'>,
  manifest: Manifest,
  connectionCount: number,
): ProviderInfo {
  const { id, deprecated } = manifest;
  return {
    slug: id,
    name: manifest.name,
    type: manifest.category,
    provider: id,
    description: manifest.description,
    category: manifest.category,
    tags: manifest.tags,
    capabilities: manifest.capabilities,
    interfaces: Object.keys(manifest.implements),
    isTestOnly: manifest.testOnly,
    isPrivate: registry.isPrivate(id),
    supportsDiscovery: Object.keys(manifest.resources).length > 0,
    supportedResourceTypes: Object.keys(manifest.resources),
    authMethods: manifest.auth.map((method) => ({ id: method.id, type: method.type, label: authMethodLabel(method) })),
    level: settings.levels?.[id] ?? 'unlisted',
    logoUrl: `/api/v1/integrations/providers/${id}/logo`,
    deprecated: deprecated
      ? {
          since: deprecated.since,
          reason: deprecated.note ?? `It is going away after ${deprecated.removeAfter}.`,
          ...(deprecated.replacedBy ? { replacedBy: deprecated.replacedBy } : {}),
        }
      : null,
    connectionCount,
  };
}
