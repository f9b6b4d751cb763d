import ipaddr from 'ipaddr.js';

/** public: anybody's · loopback and private: ours, only when listed · forbidden: never, whatever is listed. */
export type AddressClass = 'public' | 'loopback' | 'private' | 'forbidden';

/** Addresses where clouds answer with credentials of the machine itself, outside the link-local range. */
const metadataAddresses = new Set(['fd00:ec2::254', 'fd20:ce::254', '168.63.129.16', '100.100.100.200', '192.0.0.192']);

const privateRanges = new Set(['private', 'uniqueLocal', 'carrierGradeNat']);

/** Says what kind of address this is. IPv4 inside IPv6 (mapped, NAT64, 6to4) counts as the IPv4 address it reaches. */
export function classifyAddress(address: string): AddressClass {
  if (!ipaddr.isValid(address)) return 'forbidden';
  const parsed = ipaddr.process(address);
  if (metadataAddresses.has(parsed.toString())) return 'forbidden';
  if (parsed instanceof ipaddr.IPv6) {
    const inner = embeddedIpv4(parsed);
    if (inner) return classifyAddress(inner.toString());
  }
  const range = parsed.range();
  if (range === 'unicast') return 'public';
  if (range === 'loopback') return 'loopback';
  return privateRanges.has(range) ? 'private' : 'forbidden';
}

function embeddedIpv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const bytes = address.toByteArray();
  const range = address.range();
  const at = range === 'rfc6052' || range === 'rfc6145' ? 12 : range === '6to4' ? 2 : null;
  // ::a.b.c.d, the deprecated compatible form; :: and ::1 are no such thing.
  const isCompatible = bytes.slice(0, 12).every((byte) => byte === 0) && bytes.slice(12, 15).some((byte) => byte !== 0);
  if (at === null && !isCompatible) return null;
  const start = at ?? 12;
  return new ipaddr.IPv4(bytes.slice(start, start + 4));
}
