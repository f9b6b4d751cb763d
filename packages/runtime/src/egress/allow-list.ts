import { PatchbayError } from '@patchbay/schema';
import ipaddr from 'ipaddr.js';
import { classifyAddress } from './address-class.ts';

/** A host, name or address, being dialled on a port. */
export interface Destination {
  hostname: string;
  address: string;
  port: number;
}

type Rule = (destination: Destination) => boolean;

const hostPattern = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/;

/**
 * What an operator lists as reachable: `loopback`, `private`, an address, a range (10.0.0.0/8), a host, or either with a port
 * (registry.lan:5000, [fd00::1]:8443).
 */
export function createAllowList(entries: readonly string[]): (destination: Destination) => boolean {
  const rules = entries.map((entry) => parseRule(entry.trim())).filter((rule) => rule !== null);
  return (destination) => rules.some((rule) => rule(destination));
}

function parseRule(entry: string): Rule | null {
  if (entry === '') return null;
  if (entry === 'loopback' || entry === 'private') return ({ address }) => classifyAddress(address) === entry;
  if (entry.includes('/')) return parseRange(entry);
  if (ipaddr.IPv6.isValid(entry)) return matchAddress(entry, null);
  const match = hostPattern.exec(entry);
  if (!match) throw refuse(entry);
  const port = match[3] === undefined ? null : Number(match[3]);
  const host = (match[1] ?? match[2] ?? '').toLowerCase();
  if (ipaddr.isValid(host)) return matchAddress(host, port);
  return (destination) => destination.hostname.toLowerCase() === host && (port === null || port === destination.port);
}

function parseRange(entry: string): Rule {
  if (!ipaddr.isValidCIDR(entry)) throw refuse(entry);
  const [network, bits] = ipaddr.parseCIDR(entry);
  return ({ address }) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return parsed.kind() === network.kind() && parsed.match(network, bits);
  };
}

function matchAddress(listed: string, port: number | null): Rule {
  const wanted = ipaddr.process(listed).toString();
  return (destination) =>
    ipaddr.isValid(destination.address) &&
    ipaddr.process(destination.address).toString() === wanted &&
    (port === null || port === destination.port);
}

function refuse(entry: string): PatchbayError {
  return new PatchbayError(
    'invalid_input',
    `"${entry}" in the egress allow list is not a host, host:port, address, range, "loopback" or "private".`,
  );
}
