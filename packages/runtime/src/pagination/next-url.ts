import { ProviderError } from '../errors/provider-error.ts';

/** The address of the next page; relative ones are meant from the page that names them. */
export function resolveNext(target: string, from: URL): URL {
  if (URL.canParse(target, from.href)) return new URL(target, from);
  throw new ProviderError('bug', 'The address of the next page is not an address.', { whoseFault: 'provider' });
}
