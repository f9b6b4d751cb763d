import type { EvidenceArchiveRow } from '@patchbay/db';
import type { EvidenceArchive } from '../dto/index.ts';
import { toIso } from '../support/to-iso.ts';

export function toEvidenceArchive(row: EvidenceArchiveRow, connectionName: string): EvidenceArchive {
  const { connectionId, bucket, prefix, archivedSeq, archivedAt, error, nextAt } = row;
  return {
    ...{ connectionId, connectionName, bucket, prefix, archivedSeq, error },
    archivedAt: archivedAt ? toIso(archivedAt) : null,
    nextAt: toIso(nextAt),
  };
}
