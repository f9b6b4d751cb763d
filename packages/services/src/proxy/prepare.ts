import { type LoadedTarget, loadTarget } from '../connections/load-target.ts';
import { requireUsable } from '../connections/require-usable.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';
import { isProxiedWrite } from './note.ts';

/**
 * Decides whether the caller may send this method through the connection, and gives what the runtime's proxy needs. Touches no
 * database while the connection is in memory. Reading takes a viewer, writing a member, deleting an admin.
 */
export async function prepareProxy(
  context: ServiceContext,
  { connectionId, method }: { connectionId: string; method: string },
): Promise<LoadedTarget> {
  requirePermission(context.actor, permissionOf(method.toUpperCase()));
  const loaded = await loadTarget(context, connectionId);
  requireUsable(loaded);
  if (isProxiedWrite(method)) await context.deps.proxyAudit.makeRoom();
  return loaded;
}

function permissionOf(method: string): 'proxy.read' | 'proxy.write' | 'proxy.destructive' {
  if (method === 'GET' || method === 'HEAD') return 'proxy.read';
  return method === 'DELETE' ? 'proxy.destructive' : 'proxy.write';
}
