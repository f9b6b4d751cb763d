import { appendAudit, type Executor } from '@patchbay/db';
import type { ServiceContext } from '../types.ts';

/** What a write verb tells the audit log. `before` and `after` hold no secrets. */
export interface AuditNote {
  /** Entity and verb: connection.create. */
  action: string;
  target: { type: string; id: string; label: string | null };
  before?: unknown;
  after?: unknown;
}

/** Adds a line in the transaction of the change it tells of: both happen or neither. */
export async function appendAuditNote(tx: Executor, context: ServiceContext, note: AuditNote): Promise<void> {
  const { actor, deps } = context;
  await appendAudit(tx, {
    organizationId: actor.organizationId,
    at: new Date(deps.clock.now()),
    actor: { type: actor.type, id: actor.id, label: actor.label ?? null },
    ...note,
    requestId: context.requestId ?? null,
    ip: context.ip ?? null,
  });
}

/** Adds a line in a transaction of its own: for changes that something else has made, such as an API key. */
export async function recordAudit(context: ServiceContext, note: AuditNote): Promise<void> {
  await context.deps.db.orm.transaction((tx) => appendAuditNote(tx, context, note));
}
