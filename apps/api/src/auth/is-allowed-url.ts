import { lookup } from 'node:dns/promises';
import { isPatchbayError } from '@patchbay/schema';
import type { ServiceDeps } from '@patchbay/services';

/** The addresses of a name; rejects when it has none. */
export type ResolveHost = (hostname: string) => Promise<string[]>;

/** Whether the egress policy lets requests go to every address an URL's host has at the moment. */
export async function isAllowedUrl(
  egress: ServiceDeps['egress'],
  url: string,
  resolve: ResolveHost = resolveBySystem,
): Promise<boolean> {
  try {
    const { protocol, hostname: host, port } = egress.checkUrl(url);
    const hostname = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    const destination = { hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) };
    const addresses = await resolve(hostname).catch(() => []);
    for (const address of addresses) egress.checkDestination({ ...destination, address });
    return addresses.length > 0;
  } catch (error) {
    if (isPatchbayError(error)) return false;
    throw error;
  }
}

export const resolveBySystem: ResolveHost = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);
