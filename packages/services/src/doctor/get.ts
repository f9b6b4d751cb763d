import { listDoctorGroups, listRunsOfGroup, type RunWithSteps } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import type { DoctorCheck, DoctorRun, DoctorVerdict, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, idSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceContext } from '../types.ts';
import { summarize } from './summarize.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** A doctor and what it has seen so far. */
export async function getDoctorRun(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<DoctorRun> {
  const { deps, actor } = context;
  requirePermission(actor, 'doctor.get');
  const { id } = parseInput(inputSchema, input);
  const rows = await listRunsOfGroup(deps.db.orm, { organizationId: actor.organizationId, groupIds: [id] });
  const [run] = toDoctorRuns(rows);
  if (!run) throw new PatchbayError('not_found', 'There is no such doctor. Old ones are removed; start a new one.');
  return run;
}

const listSchema = z.strictObject({ limit: limitSchema, cursor: cursorSchema });

/** The doctors there were, newest first. */
export async function listDoctorRuns(
  context: ServiceContext,
  input: z.input<typeof listSchema> = {},
): Promise<Page<DoctorRun>> {
  const { deps, actor } = context;
  requirePermission(actor, 'doctor.get');
  const { limit, cursor } = parseInput(listSchema, input);
  const { organizationId } = actor;
  const groups = await listDoctorGroups(deps.db.orm, { organizationId, limit, after: cursor });
  const rows = await listRunsOfGroup(deps.db.orm, { organizationId, groupIds: groups.rows });
  const runs = new Map(toDoctorRuns(rows).map((run) => [run.id, run]));
  return { data: groups.rows.flatMap((id) => runs.get(id) ?? []), nextCursor: groups.nextCursor };
}

const rank: Record<DoctorVerdict, number> = { ok: 0, warning: 1, failed: 2 };

function toDoctorRuns(rows: readonly RunWithSteps[]): DoctorRun[] {
  const groups = new Map<string, RunWithSteps[]>();
  for (const row of rows) {
    const id = row.groupId ?? '';
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  return [...groups].map(([id, members]) => {
    const checks = members.map(toCheck);
    const verdicts = checks.flatMap(({ verdict }) => verdict ?? []);
    return {
      id,
      isFinished: checks.every(({ status }) => status !== 'queued' && status !== 'running'),
      verdict: verdicts.reduce<DoctorVerdict | null>(
        (worst, verdict) => (worst === null || rank[verdict] > rank[worst] ? verdict : worst),
        null,
      ),
      createdAt: toIso(members[0]?.createdAt ?? new Date(0)),
      checks,
    };
  });
}

function toCheck(row: RunWithSteps): DoctorCheck {
  const steps = row.steps ?? [];
  const isOver = row.status !== 'queued' && row.status !== 'running';
  const { verdict, summary } =
    row.status === 'success'
      ? summarize(steps)
      : { verdict: isOver ? ('failed' as const) : null, summary: row.error?.message ?? null };
  return {
    runId: row.id,
    connectionId: row.connectionId,
    connectionName: row.name ?? row.providerSlug,
    providerSlug: row.providerSlug,
    status: row.status,
    verdict,
    summary,
    steps: steps.map(({ data: _, ...step }) => step),
    startedAt: toIso(row.startedAt),
    finishedAt: toIso(row.finishedAt),
  };
}
