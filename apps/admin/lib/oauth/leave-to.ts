import { ApiError } from '#lib/api/api-error.ts';
import { t } from '#messages/en.ts';

/** Whether an address may be opened in this browser: `javascript:`, `data:` and the like would run as this page. */
export function isWebAddress(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}

/** Sends the browser to a provider's page. Throws, and stays here, for anything but a web address. */
export function leaveTo(address: string, page: Pick<Location, 'assign'> = location): void {
  if (!isWebAddress(address)) throw new ApiError(0, { code: 'invalid_input', message: t.oauth.badAddress });
  page.assign(address);
}
