import { listFindings as listRows } from '@patchbay/db';
import { z } from 'zod';
import { requireConnection } from '../connections/require-connection.ts';
import type { Finding, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { findingFilters } from './finding-input.ts';
import { toFinding } from './to-finding.ts';

const inputSchema = z.strictObject({ ...findingFilters, limit: limitSchema, cursor: cursorSchema });

/** Findings of the organization, newest first. */
export async function listFindings(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Page<Finding>> {
  const { deps, actor } = context;
  requirePermission(actor, 'findings.list');
  const { cursor, ...params } = parseInput(inputSchema, input);
  if (params.connectionId !== undefined) await requireConnection(context, params.connectionId);
  const { organizationId } = actor;
  const { rows, nextCursor } = await listRows(deps.db.orm, { organizationId, ...params, after: cursor });
  return { data: rows.map((row) => toFinding(deps, row)), nextCursor };
}
