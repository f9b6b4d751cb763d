import type { EgressPolicy } from '../egress/egress-policy.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { HostCheck } from './hosts.ts';

export interface CheckUrlOptions {
  providerName: string;
  isAllowedHost: HostCheck;
  egress: EgressPolicy;
}

/** Every URL passes here before it is used: the declared hosts first, then the egress policy. Throws ProviderError or `invalid_input`. */
export function checkUrl(url: URL, { providerName, isAllowedHost, egress }: CheckUrlOptions): void {
  if (!isAllowedHost(url))
    throw new ProviderError(
      'validation',
      `${url.host} is not one of the declared hosts of ${providerName}, so nothing was sent there.`,
      { nextStep: 'Check the settings of the connection and the hosts of the manifest.', nothingSent: true },
    );
  egress.checkUrl(url);
}
