import type { Manifest } from '@patchbay/schema';
import { bareHostname, portOf } from '../egress/egress-policy.ts';
import { renderText, type Scope } from './template.ts';

/** Whether a URL lies on the hosts a manifest declares. */
export type HostCheck = (url: URL) => boolean;

const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/**
 * Reads declared hosts with the settings of a connection filled in. A URL setting stands for exactly its scheme, host and port;
 * a written host for https on the port it names. An entry whose setting has no value matches nothing.
 */
export function createHostCheck(
  hosts: readonly string[],
  scope: Scope,
  options: { allowHttp?: boolean } = {},
): HostCheck {
  const checks = hosts
    .map((entry) => compileEntry(entry, scope, options.allowHttp ?? false))
    .filter((check) => check !== null);
  return (url) => checks.some((check) => check(url));
}

/** Written hosts are reached by plain http only where the manifest itself writes http:// for its base. */
export function writesPlainHttp(manifest: Manifest): boolean {
  return manifest.http?.baseUrl.startsWith('http://') ?? false;
}

function compileEntry(entry: string, scope: Scope, allowHttp: boolean): HostCheck | null {
  if (entry.startsWith('{') && entry.endsWith('}')) return compileUrlSetting(renderText(entry, scope), allowHttp);
  const host = entry.includes('{') ? renderWithLabel(entry, scope) : entry;
  return host === null ? null : compileHost(host, allowHttp);
}

function compileUrlSetting(value: string | undefined, allowHttp: boolean): HostCheck | null {
  if (value === undefined || value === '') return null;
  if (!URL.canParse(value)) return /^[a-z0-9.-]+(:\d+)?$/i.test(value) ? compileHost(value, allowHttp) : null;
  const { origin } = new URL(value);
  return (url) => url.origin === origin;
}

/** `{settings.region}.example.com`: the setting may fill its own label and nothing else. */
function renderWithLabel(entry: string, scope: Scope): string | null {
  const match = /^([a-z0-9.-]*)(\{settings\.[A-Za-z0-9]+\})(\.[a-z0-9.-]+)$/.exec(entry);
  const value = match?.[2] === undefined ? undefined : renderText(match[2], scope);
  return value !== undefined && label.test(value) ? `${match?.[1] ?? ''}${value}${match?.[3] ?? ''}` : null;
}

function compileHost(entry: string, allowHttp: boolean): HostCheck {
  const match = /^(\*\.)?([^:]+)(?::(\d+))?$/.exec(entry.toLowerCase());
  const isWildcard = match?.[1] !== undefined;
  const name = match?.[2] ?? '';
  const port = match?.[3] === undefined ? null : Number(match[3]);
  return (url) => {
    if (url.protocol !== 'https:' && !(allowHttp && url.protocol === 'http:')) return false;
    if (port === null ? url.port !== '' : portOf(url) !== port) return false;
    const host = bareHostname(url).toLowerCase();
    // A wildcard stands for one or more labels, never for none.
    return isWildcard ? host.endsWith(`.${name}`) && host.length > name.length + 1 : host === name;
  };
}
