import type { EvidenceRow } from '@patchbay/db';
import type { Evidence } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';

/** A piece of evidence as callers see it: everything its hash covers. */
export function toEvidence(row: EvidenceRow): Evidence {
  const { id, organizationId, seq, kind, verdict, summary, connectionId, connectionName, providerSlug, runId } = row;
  return {
    ...{ id, organizationId, seq, kind, verdict, summary, connectionId, connectionName, providerSlug, runId },
    at: toIso(row.at),
    actorType: row.actorType,
    actorId: row.actorId,
    actorLabel: row.actorLabel,
    content: row.content,
    prevHash: row.prevHash,
    hash: row.hash,
  };
}
