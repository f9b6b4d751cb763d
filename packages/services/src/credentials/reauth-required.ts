import { ProviderError } from '@patchbay/runtime';

/** Only a person who signs in at the provider brings the connection back. */
export function reauthRequired(providerName: string): ProviderError {
  return new ProviderError(
    'auth_expired',
    `The access to ${providerName} has ended, and cannot be renewed without a person.`,
    {
      code: 'reauth_required',
      whoseFault: 'you',
      nextStep: `Connect to ${providerName} again.`,
      nothingSent: true,
    },
  );
}
