import { saveEvidenceArchive as saveRow } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { requireConnection } from '../connections/require-connection.ts';
import type { EvidenceArchive } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, invalidInput, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { putObject } from './put-object.ts';
import { storageInterface } from './storage-interface.ts';
import { toEvidenceArchive } from './to-evidence-archive.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema,
  bucket: z
    .string()
    .trim()
    .regex(/^[a-zA-Z0-9][\w.-]{1,254}$/, 'use the name of a bucket: letters, digits, dots and dashes'),
  prefix: z
    .string()
    .trim()
    .max(500)
    .regex(/^([\w!.*'()-]+(\/|$))*$/, 'use letters, digits and dashes, with single slashes between them')
    .refine((text) => !text.split('/').some((part) => part === '.' || part === '..'), 'must not climb out of its place')
    .default(''),
});

/**
 * Keeps evidence in object storage from now on, all of it from the first entry. A first object is stored there at once: what the
 * provider refuses is thrown, and everything stays as it was.
 */
export async function saveEvidenceArchive(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<EvidenceArchive> {
  const { deps, actor } = context;
  requirePermission(actor, 'evidenceArchive.save');
  const { connectionId, bucket, prefix: given } = parseInput(inputSchema, input);
  const prefix = given === '' || given.endsWith('/') ? given : `${given}/`;
  const { organizationId } = actor;
  const connection = await requireConnection(context, connectionId);
  if (deps.registry.get(connection.providerSlug)?.implements[storageInterface] === undefined)
    throw invalidInput([
      { path: 'connectionId', message: 'is of a provider that stores no objects; choose one that serves storage.put' },
    ]);
  const place = { organizationId, connectionId, bucket, prefix };
  const { error } = await putObject(context, place, {
    name: 'README.txt',
    content: readme,
    contentType: 'text/plain; charset=utf-8',
  });
  if (error) throw new PatchbayError('upstream_failed', error);
  return deps.db.orm.transaction(async (tx) => {
    const row = await saveRow(tx, { ...place, now: new Date(deps.clock.now()) });
    await appendAuditNote(tx, context, {
      action: 'evidence_archive.save',
      target: { type: 'connection', id: connectionId, label: connection.name },
      after: { bucket, prefix },
    });
    return toEvidenceArchive(row, connection.name);
  });
}

const readme = `Evidence of connections, written by Patchbay.

Each file holds the entries its name says, one JSON object a line, oldest first. Each entry names the hash of the one before it
(prevHash) and its own (hash). Patchbay writes each file once and changes none.
`;
