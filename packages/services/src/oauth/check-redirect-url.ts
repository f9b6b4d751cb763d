import { invalidInput } from '../support/parse-input.ts';
import type { ServiceSettings } from '../types.ts';

/** The page of ours a person is sent to in the end, as a whole address. Throws `invalid_input` for any page that is not ours. */
export function checkRedirectUrl(
  given: string | undefined,
  { appUrl }: Pick<ServiceSettings, 'appUrl'>,
): string | null {
  if (given === undefined) return null;
  // Read as a browser would: backslashes and missing schemes included.
  const url = URL.canParse(given, appUrl) ? new URL(given, appUrl) : null;
  if (url !== null && url.origin === new URL(appUrl).origin && url.username === '' && url.password === '')
    return url.href;
  throw invalidInput([{ path: 'redirectUrl', message: `must be a page of ${appUrl}` }]);
}
