import { BlockList, isIP } from 'node:net';
import { PatchbayError } from '@patchbay/schema';

/** Tells which address a request really comes from. */
export type ClientAddress = (peer: string | undefined, forwardedFor: string | undefined) => string;

/**
 * Believes X-Forwarded-For only as far as trusted proxies wrote it: read from the right, the first address that is not
 * a trusted proxy is the client. This machine is always trusted, because the admin passes requests on from it.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const trusted = new BlockList();
  for (const entry of ['127.0.0.0/8', '::1', ...trustedProxies]) addEntry(trusted, entry);
  const isTrusted = (address: string) => isIP(address) !== 0 && trusted.check(address, family(address));

  return (peer, forwardedFor) => {
    let address = plain(peer ?? '127.0.0.1');
    if (!forwardedFor || !isTrusted(address)) return address;
    for (const hop of forwardedFor.slice(0, 2_000).split(',').reverse()) {
      const candidate = plain(hop.trim());
      if (isIP(candidate) === 0) return address;
      address = candidate;
      if (!isTrusted(address)) return address;
    }
    return address;
  };
}

/** True for this machine's own addresses. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

function addEntry(list: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/');
  const version = isIP(address);
  const length = bits === undefined ? (version === 6 ? 128 : 32) : Number(bits);
  if (version === 0 || !Number.isInteger(length) || length < 0 || length > (version === 6 ? 128 : 32)) {
    throw new PatchbayError('invalid_input', `PATCHBAY_TRUSTED_PROXIES: "${entry}" is no address or range.`);
  }
  list.addSubnet(address, length, family(address));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** An IPv4 address that arrived on an IPv6 socket is written as IPv4. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
