import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { getCACertificates } from 'node:tls';
import { PatchbayError } from '@patchbay/schema';
import { LRUCache } from 'lru-cache';
import { buildConnector } from 'undici';
import type { ClientCertificate } from './client-certificate.ts';
import type { EgressPolicy } from './egress-policy.ts';

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** Turns a name into its addresses, or fails as node:dns does. */
export type Resolver = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: ResolvedAddress[]) => void,
) => void;

export interface GuardedConnectorOptions {
  egress: EgressPolicy;
  verifyTls: boolean;
  timeoutMs: number;
  resolve?: Resolver;
  certificateAuthorities?: readonly string[];
  clientCertificate?: ClientCertificate;
}

/**
 * Dials only what the policy allows. A name is resolved once, every address is checked, and the socket gets exactly those
 * addresses, so a second answer of the DNS server (rebinding) has nobody to ask for it.
 */
export function createGuardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const resolve = options.resolve ?? resolveBySystem;
  // The lookup of a socket is not told the port, which an allow list may name: one connector for each port.
  const connectors = new LRUCache<number, buildConnector.connector>({ max: 256 });

  function connectorFor(port: number): buildConnector.connector {
    const known = connectors.get(port);
    if (known) return known;
    const connector = buildConnector({
      timeout: options.timeoutMs,
      rejectUnauthorized: options.verifyTls,
      lookup: createCheckedLookup(options.egress, resolve, port),
      autoSelectFamily: true,
      ...tlsOptionsOf(options.clientCertificate),
      ...(options.certificateAuthorities
        ? { ca: [...getCACertificates('default'), ...options.certificateAuthorities] }
        : {}),
    });
    connectors.set(port, connector);
    return connector;
  }

  return (target, callback) => {
    const hostname = target.hostname.replace(/^\[|\]$/g, '');
    const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
    try {
      // Sockets do not look up what is an address already.
      if (isIP(hostname)) options.egress.checkDestination({ hostname, address: hostname, port });
    } catch (error) {
      callback(error as Error, null);
      return;
    }
    connectorFor(port)({ ...target, hostname }, callback);
  };
}

/** A `lookup` for sockets that gives checked addresses only. One refused address refuses the name. */
export function createCheckedLookup(egress: EgressPolicy, resolve: Resolver, port: number): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const first = addresses[0];
      try {
        if (!first) throw new PatchbayError('invalid_input', `${hostname} has no address.`);
        for (const { address } of addresses) egress.checkDestination({ hostname, address, port });
      } catch (refusal) {
        return callback(refusal as NodeJS.ErrnoException, '', 0);
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function tlsOptionsOf(certificate: ClientCertificate | undefined): {
  cert?: string;
  key?: string;
  passphrase?: string;
} {
  if (!certificate) return {};
  const { certificatePem: cert, privateKeyPem: key, passphrase } = certificate;
  return passphrase === null ? { cert, key } : { cert, key, passphrase };
}

const resolveBySystem: Resolver = (hostname, callback) =>
  systemLookup(hostname, { all: true, verbatim: true }, (error, addresses) => callback(error, addresses));
