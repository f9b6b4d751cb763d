import type { ErrorCode } from '@patchbay/schema';
import { redact, redactSecrets } from '@patchbay/secrets';
import type { LoadedTarget } from '../connections/load-target.ts';
import type { ServiceContext } from '../types.ts';

/** Paths are shorter, unless somebody plays with them. */
const maxPathLength = 1_000;
const readMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What came of a proxied call. */
export interface ProxiedCall {
  method: string;
  /** Below the connection's base URL, without the query. */
  path: string;
  /** Of the provider's answer; null when none came. */
  status: number | null;
  /** Why none came. Something may have happened at the provider all the same. */
  error: ErrorCode | null;
}

/** Notes that the provider answered, and for the audit log what may have changed something. Both are written later, in batches. */
export function noteProxiedCall(context: ServiceContext, loaded: LoadedTarget, call: ProxiedCall): void {
  const { deps, actor, requestId = null, ip = null } = context;
  const { connectionId, organizationId } = loaded.target;
  const { method, status, error } = call;
  const now = deps.clock.now();
  if (status !== null) deps.cache.noteUse('connection', connectionId, organizationId, now);
  if (!isProxiedWrite(method)) return;
  deps.proxyAudit.add({
    ...{ organizationId, requestId, ip, at: new Date(now) },
    actor: { type: actor.type, id: actor.id, label: actor.label ?? null },
    action: 'proxy.call',
    target: { type: 'connection', id: connectionId, label: loaded.name },
    after: { method, path: pathToKeep(call.path, loaded), status, ...(error && { error }) },
  });
}

/** Whether a method may change something at the provider. */
export function isProxiedWrite(method: string): boolean {
  return !readMethods.has(method.toUpperCase());
}

/** Some APIs take secrets as a part of the path. */
function pathToKeep(path: string, { credentials }: LoadedTarget): string {
  return String(redactSecrets(redact(path, credentials.secrets()))).slice(0, maxPathLength);
}
