import type { AuthMethod } from '@patchbay/schema';
import type { LocatedText } from './templates.ts';

/** The URLs an auth method sends credentials or codes to, with their paths in the manifest. */
export function credentialUrls(method: AuthMethod, index: number): LocatedText[] {
  const at = `auth.${index}.config`;
  const found: [string, string | undefined][] = [];
  switch (method.type) {
    case 'oauth2':
      for (const key of ['authorizeUrl', 'tokenUrl', 'revokeUrl', 'issuer'] as const)
        found.push([`${at}.${key}`, method.config[key]]);
      found.push([`${at}.revokeRequest.url`, method.config.revokeRequest?.url]);
      if (method.config.refresh !== 'none') found.push([`${at}.refresh.url`, method.config.refresh.url]);
      break;
    case 'jwt':
      found.push([`${at}.exchange.tokenUrl`, method.config.exchange?.tokenUrl]);
      break;
    case 'github_app':
      found.push([`${at}.apiUrl`, method.config.apiUrl], [`${at}.install.url`, method.config.install?.url]);
      break;
    case 'aws_sigv4':
      found.push([`${at}.assumeRole.stsUrl`, method.config.assumeRole?.stsUrl]);
      break;
    case 'session':
      found.push([`${at}.login.baseUrl`, method.config.login.baseUrl]);
      found.push([`${at}.logout.baseUrl`, method.config.logout?.baseUrl]);
      break;
    case 'custom':
      method.config.steps.forEach((step, number) => {
        found.push([`${at}.steps.${number}.baseUrl`, step.baseUrl]);
      });
      break;
    default:
      break;
  }
  return found.flatMap(([path, text]) => (text === undefined ? [] : [{ path, text }]));
}
