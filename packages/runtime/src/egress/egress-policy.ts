import { isIP } from 'node:net';
import { PatchbayError } from '@patchbay/schema';
import { classifyAddress } from './address-class.ts';
import { createAllowList, type Destination } from './allow-list.ts';

/** Decides which addresses Patchbay may talk to. */
export interface EgressPolicy {
  /**
   * Checks scheme, user name and password, and the host when it is an address or a name of this machine. Names are checked
   * again once they are resolved. Throws `invalid_input` with a sentence for people.
   */
  checkUrl(url: string | URL): URL;
  /** Checks the very address that is about to be dialled. Throws `invalid_input`. */
  checkDestination(destination: Destination): void;
}

export interface EgressOptions {
  /** Reachable besides the public internet: host, host:port, address, range, `loopback`, `private`. */
  allow: readonly string[];
}

/** Link-local and metadata addresses are always refused; loopback and private ones unless listed. */
export function createEgressPolicy({ allow }: EgressOptions): EgressPolicy {
  const isListed = createAllowList(allow);

  function checkDestination(destination: Destination): void {
    const kind = classifyAddress(destination.address);
    if (kind === 'public') return;
    if (kind === 'forbidden')
      throw new PatchbayError(
        'invalid_input',
        `${destination.hostname} is an address Patchbay never calls (link-local, metadata, multicast or reserved). Use the address of the provider.`,
      );
    if (isListed(destination)) return;
    throw new PatchbayError(
      'invalid_input',
      `${destination.hostname} is a ${kind} address, and this server does not allow those. Whoever runs Patchbay can list it in PATCHBAY_EGRESS_ALLOW.`,
    );
  }

  function checkUrl(input: string | URL): URL {
    const url = typeof input === 'string' ? parseUrl(input) : input;
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      throw new PatchbayError('invalid_input', `Only http and https addresses can be called, not ${url.protocol}//.`);
    if (url.username !== '' || url.password !== '')
      throw new PatchbayError(
        'invalid_input',
        'The address holds a user name or password. Remove them and use the credential fields.',
      );
    const hostname = bareHostname(url);
    const port = portOf(url);
    if (isIP(hostname)) checkDestination({ hostname, address: hostname, port });
    else if (hostname === 'localhost' || hostname.endsWith('.localhost'))
      checkDestination({ hostname, address: '127.0.0.1', port });
    else if (hostname === '') throw new PatchbayError('invalid_input', 'The address has no host.');
    return url;
  }

  return { checkUrl, checkDestination };
}

/** The host of a URL without the brackets of an IPv6 address and without a trailing dot. */
export function bareHostname(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** The port a URL leads to, its scheme's own when it names none. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw new PatchbayError('invalid_input', 'The address is not a valid URL; write it like https://example.com.', {
      cause,
    });
  }
}
