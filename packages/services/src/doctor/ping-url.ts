import type { ServiceDeps } from '../types.ts';

/** Where a tool calls back for one challenge. */
export function pingUrl({ settings }: Pick<ServiceDeps, 'settings'>, token: string): string {
  return `${settings.apiUrl}/pings/${token}`;
}
