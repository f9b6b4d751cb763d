import { and, count, gt, isNotNull, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { runSql } from '../run-sql.ts';
import { type CredentialVersion, credentialVersions } from '../schema/credential-versions.ts';

/** A sealed set of credentials, of whichever organization. For the keys of the whole installation, never for a caller. */
export type SealedCredential = Pick<CredentialVersion, 'id' | 'organizationId' | 'connectionId' | 'version'> & {
  envelope: string;
};

/** Sealed credentials of all organizations by id, after the one given. `exceptKeyId` leaves out what that key sealed. */
export async function listSealedCredentials(
  db: Executor,
  params: { after: string; exceptKeyId?: string | undefined; limit: number },
): Promise<SealedCredential[]> {
  const { id, organizationId, connectionId, version, envelope, keyId } = credentialVersions;
  const rows = await db
    .select({ id, organizationId, connectionId, version, envelope })
    .from(credentialVersions)
    .where(
      and(
        gt(id, params.after),
        isNotNull(envelope),
        params.exceptKeyId === undefined ? undefined : sql`${keyId} is distinct from ${params.exceptKeyId}`,
      ),
    )
    .orderBy(id)
    .limit(params.limit);
  return rows.flatMap((row) => (row.envelope === null ? [] : [{ ...row, envelope: row.envelope }]));
}

/** How many sealed credentials each key opens, in all organizations: key id → count. */
export async function countCredentialsByKey(db: Executor): Promise<Map<string, number>> {
  const rows = await db
    .select({ keyId: credentialVersions.keyId, total: count() })
    .from(credentialVersions)
    .where(isNotNull(credentialVersions.envelope))
    .groupBy(credentialVersions.keyId);
  return new Map(rows.map(({ keyId, total }) => [keyId ?? '', total]));
}

/** How many sealed credentials another key than this one opens. */
export async function countCredentialsOfOtherKeys(db: Executor, params: { keyId: string }): Promise<number> {
  const [row] = await db
    .select({ total: count() })
    .from(credentialVersions)
    .where(
      and(isNotNull(credentialVersions.envelope), sql`${credentialVersions.keyId} is distinct from ${params.keyId}`),
    );
  return row?.total ?? 0;
}

/** The same secrets in another envelope. */
export interface EnvelopeChange {
  id: string;
  from: string;
  to: string;
}

/**
 * Puts new envelopes in the place of old ones and answers how many it did. One that was replaced or wiped meanwhile stays as it
 * is, and a row somebody else is writing is left out: nothing waits here, so nothing can deadlock.
 */
export async function replaceEnvelopes(
  db: Executor,
  params: { keyId: string; changes: readonly EnvelopeChange[] },
): Promise<number> {
  if (params.changes.length === 0) return 0;
  const rows = await runSql(
    db,
    sql`
    update ${credentialVersions} set envelope = ready.to_envelope, key_id = ${params.keyId}
    from (
      select known.id as row_id, change.to_envelope
      from jsonb_to_recordset(${JSON.stringify(params.changes.map(({ id, from, to }) => ({ i: id, f: from, to_envelope: to })))}::jsonb)
        as change(i text, f text, to_envelope text)
      join ${credentialVersions} known on known.id = change.i and known.envelope = change.f
      for update of known skip locked
    ) ready
    where id = ready.row_id
    returning id`,
  );
  return rows.length;
}
