import type { ServiceDeps } from '../types.ts';

/** Where a provider delivers to. With a challenge: where one test delivery goes, and brings it back. */
export function endpointUrl(
  { settings }: Pick<ServiceDeps, 'settings'>,
  { providerSlug, key, challenge }: { providerSlug: string; key: string; challenge?: string },
): string {
  const url = `${settings.apiUrl}/webhooks/${encodeURIComponent(providerSlug)}/${key}`;
  return challenge === undefined ? url : `${url}/${challenge}`;
}
