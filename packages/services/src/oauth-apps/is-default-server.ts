import type { Manifest } from '@patchbay/schema';
import type { OAuthMethod } from './require-oauth-method.ts';

/** Whether the settings that the sign-in's own addresses are made of are those of the manifest, so that a shared app's secret goes nowhere else. */
export function isDefaultServer(
  manifest: Manifest,
  { config }: OAuthMethod,
  settings: Readonly<Record<string, unknown>>,
): boolean {
  const { refresh } = config;
  const urls = [
    config.authorizeUrl,
    config.tokenUrl,
    config.revokeUrl,
    config.revokeRequest?.url,
    config.issuer,
    refresh !== 'none' && refresh.url,
  ];
  const names = urls.flatMap((url) =>
    url ? [...url.matchAll(/\{settings\.([A-Za-z0-9_-]+)\}/g)].map(([, name = '']) => name) : [],
  );
  return names.every((name) => {
    const field = manifest.settings[name];
    const standard = field && 'default' in field ? field.default : undefined;
    return isInHost(urls, name) ? standard !== undefined && (settings[name] ?? standard) === standard : true;
  });
}

/** A setting within the path, such as a tenant, stays on the manifest's host. */
function isInHost(urls: readonly (string | false | undefined)[], name: string): boolean {
  const placeholder = `{settings.${name}}`;
  return urls.some((url) => {
    if (!url) return false;
    const authority = /^(https?:\/\/)?[^/?#]*/.exec(url)?.[0] ?? '';
    return authority.includes(placeholder);
  });
}
