import type { IncomingMessage } from 'node:http';
import type { Manifest } from '@patchbay/schema';
import type { SimulatedRequest } from './simulated-request.ts';

/** Which providers a request may be for, each with the request as that provider sees it. */
export interface Routed {
  provider: string;
  request: SimulatedRequest;
}

/** Header by which a runtime that is pointed at the simulator says whose request it is. */
export const providerHeader = 'x-simulator-provider';

/**
 * A request is for a provider by its first path segment (`/gitea/api/v1/user`), by a header of the runtime, or by its Host. A segment
 * `/@host` before the rest names one of several hosts of the provider.
 */
export function routeRequest(
  message: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: string,
  manifests: readonly Manifest[],
): Routed[] {
  const host = message.headers.host ?? '127.0.0.1';
  const url = new URL(`http://simulator${message.url?.startsWith('/') ? '' : '/'}${message.url ?? ''}`);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const common = { method: message.method ?? 'GET', query: url.searchParams, headers, body };
  const named = manifests.find(({ id }) => id === headers[providerHeader]);
  if (named)
    return [
      {
        provider: named.id,
        request: {
          ...common,
          host,
          path: url.pathname,
          base: `https://${host}`,
        },
      },
    ];
  const [, segment = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(url.pathname) ?? [];
  const own = manifests.find(({ id }) => id === segment);
  if (own) {
    const root = `http://${host}/${own.id}`;
    const [, wanted, path] = /^\/@([^/]+)(.*)$/.exec(rest) ?? [];
    const request =
      wanted === undefined
        ? { ...common, host: null, path: rest === '' ? '/' : rest, base: root }
        : { ...common, host: wanted, path: path || '/', base: `${root}/@${wanted}` };
    return [{ provider: own.id, request }];
  }
  return manifests
    .filter((manifest) => declaresHost(manifest, host))
    .map(({ id }) => ({
      provider: id,
      request: { ...common, host, path: url.pathname, base: `https://${host}` },
    }));
}

/** Whether a host is one the manifest declares, or the default of a setting that it declares. */
function declaresHost({ hosts, settings }: Manifest, host: string): boolean {
  return hosts.some((entry) => {
    const setting = /^\{settings\.(\w+)\}$/.exec(entry)?.[1];
    if (setting !== undefined) {
      const field = settings[setting];
      const usual = field && 'default' in field ? field.default : undefined;
      return typeof usual === 'string' && URL.canParse(usual) && new URL(usual).host === host;
    }
    const pattern = entry
      .replace(/[.]/g, '\\.')
      .replace(/^\*\\\./, '([a-z0-9-]+\\.)+')
      .replace(/\{settings\\\.\w+\}/g, '[a-z0-9-]+');
    return new RegExp(`^${pattern}$`, 'i').test(host);
  });
}
