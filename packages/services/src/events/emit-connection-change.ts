import { appendEvidence, type Executor, type Connection as StoredConnection } from '@patchbay/db';
import type { EventType } from '@patchbay/schema';
import { emitEvents, type NewEvent } from './emit.ts';

export interface ConnectionChange {
  before: StoredConnection;
  after: StoredConnection;
  /** What failed, where the change came of a failure. */
  error?: { code: string; message: string } | null;
}

/** The part of an event's data that says which connection it is about. */
export function toEventSubject({ id, providerSlug, name }: Pick<StoredConnection, 'id' | 'providerSlug' | 'name'>) {
  return { connectionId: id, providerSlug, name };
}

/**
 * Tells what became of a connection, in the transaction that changed it. A connection somebody has to sign in to again is told by an
 * event of its own, by whoever found it out.
 */
export async function emitConnectionChange(tx: Executor, { before, after, error }: ConnectionChange): Promise<void> {
  const { organizationId } = after;
  const subject = toEventSubject(after);
  const events: NewEvent<EventType>[] = [];
  if (before.status !== after.status) {
    if (after.status === 'paused') events.push({ organizationId, type: 'connection.paused', data: subject });
    else if (after.status === 'disconnected')
      events.push({ organizationId, type: 'connection.disconnected', data: subject });
    else if (before.status === 'paused') events.push({ organizationId, type: 'connection.resumed', data: subject });
    else if (after.status === 'active') events.push({ organizationId, type: 'connection.activated', data: subject });
    else if (after.status === 'error' && after.statusCode !== 'reauth_required') {
      const code = error?.code ?? 'internal';
      const message = after.statusReason ?? error?.message ?? 'The connection stopped working.';
      events.push({ organizationId, type: 'connection.error', data: { ...subject, code, message } });
    }
  }
  const [from, to] = [before.healthStatus, after.healthStatus];
  // Back to unknown is no finding of a check.
  if (from !== to && to !== 'unknown') {
    const message = to === 'healthy' ? null : (error?.message ?? after.statusReason);
    events.push({ organizationId, type: 'connection.health_changed', data: { ...subject, from, to, message } });
    await appendEvidence(tx, {
      ...{ organizationId, at: after.healthCheckedAt ?? after.updatedAt, kind: 'health', verdict: to },
      summary: message ?? 'The provider answered and accepted the credentials.',
      connectionId: after.id,
      connectionName: after.name,
      providerSlug: after.providerSlug,
      actor: { type: 'system', id: 'health' },
      content: { from, to, failures: after.healthFailures, lastSeenAt: after.lastSeenAt?.toISOString() ?? null },
    });
  }
  await emitEvents(tx, events);
}
