import { credentialFields } from '@patchbay/schema';
import { ProviderError } from '../errors/provider-error.ts';
import type { AuthContext, AuthStrategies, MethodOf } from './auth-strategy.ts';
import { readCredential } from './credential.ts';

/** Parts of an address as long as this are secret by themselves: the token of a webhook, not the word "services". */
const longPart = 12;

/** The whole address is the credential. Like every other one it is held against the declared hosts before it is used. */
export const secretUrl: AuthStrategies['secret_url'] = {
  credentialHeaders: () => [],

  apply(request, context) {
    const text = readCredential(context.method.config.field, context);
    if (text === null) return;
    const url = readAddress(text, context);
    // Log lines and errors name a request by its host and path, so these are hidden apart from the whole.
    const query = url.search.slice(1);
    const parts = [...url.pathname.split('/'), ...url.searchParams.values()];
    context.hide(...[url.pathname.slice(1), query, ...parts.filter(({ length }) => length >= longPart)]);
    request.origin = url.origin;
    request.path = url.pathname;
    request.query = [query, request.query].filter((part) => part !== '').join('&');
  },
};

function readAddress(text: string, context: AuthContext<MethodOf<'secret_url'>>): URL {
  const isAddress = /^https?:\/\/[^/\s\\@]+(\/[^\s\\#]*)?$/i.test(text) && URL.canParse(text);
  if (isAddress) return new URL(text);
  const { field } = context.method.config;
  // The text itself may be another secret that was put into the wrong field.
  throw new ProviderError(
    'auth_invalid',
    `The ${credentialFields(context.method)[field]?.label ?? field} is not a whole address.`,
    { nextStep: 'Copy the whole address again, from https:// to its end.', nothingSent: true },
  );
}
