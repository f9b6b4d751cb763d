import {
  appendEvidence,
  claimRun,
  finishRun,
  getConnection,
  getRunWithSteps,
  heartbeatRun,
  type RunStep,
  type RunSummary,
  saveRunSteps,
} from '@patchbay/db';
import { withSpan } from '@patchbay/runtime';
import { loadTarget } from '../connections/load-target.ts';
import { emitEvent } from '../events/emit.ts';
import { toEventSubject } from '../events/emit-connection-change.ts';
import { createRunLog } from '../runs/create-run-log.ts';
import { staleAfterMs } from '../runs/mark-interrupted.ts';
import { observeRun } from '../runs/observe-run.ts';
import { toRunError } from '../runs/to-run-error.ts';
import type { ServiceContext, ServiceDeps } from '../types.ts';
import { planVisit } from './plan-visit.ts';
import { summarize } from './summarize.ts';
import type { DoctorStepPlan, StepFinding, Visit } from './visit.ts';
import { wantedWebhook } from './wanted-webhook.ts';

export interface RunDoctorOptions {
  signal?: AbortSignal;
  /** How long to wait for something to come back, in milliseconds. Default: that of the settings, else 30 seconds. */
  waitMs?: number;
  /** How often the run says that it is alive, in milliseconds. */
  heartbeatMs?: number;
}

/**
 * Looks at one connection, step by step: the worker's verb. Each step is stored as it ends, so that it can be watched; at the end
 * everything that was seen becomes evidence. Changes nothing at the provider but the hook of a test, which it removes. False when the
 * run is not there to be taken.
 */
export async function runDoctor(
  deps: ServiceDeps,
  { organizationId, runId }: { organizationId: string; runId: string },
  { signal, waitMs = deps.settings.doctorWaitMs ?? 30_000, heartbeatMs = 5_000 }: RunDoctorOptions = {},
): Promise<boolean> {
  const key = { organizationId, id: runId };
  const queued = await getRunWithSteps(deps.db.orm, key);
  if (queued?.status !== 'queued' || queued.kind !== 'doctor') return false;
  const owner = `${deps.settings.processId}/${runId}`;
  const run = await claimRun(deps.db.orm, { ...key, owner, staleAfterMs, now: new Date(deps.clock.now()) });
  if (!run) return false;
  const stopping = new AbortController();
  const stop = () => stopping.abort(new Error('the doctor was stopped'));
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  const beat = setInterval(() => {
    heartbeatRun(deps.db.orm, { ...key, owner })
      .then(({ isOwned, isCancelled }) => {
        if (!isOwned || isCancelled) stop();
      })
      .catch(() => {});
  }, heartbeatMs);
  try {
    await withSpan(`doctor ${run.providerSlug}`, { attributes: { 'patchbay.run_id': runId } }, () =>
      visitConnection(deps, run, {
        ...{ owner, waitMs, signal: stopping.signal },
        webhookId: wantedWebhook(queued.steps),
      }),
    );
  } finally {
    clearInterval(beat);
    signal?.removeEventListener('abort', stop);
  }
  return true;
}

interface VisitOptions {
  owner: string;
  waitMs: number;
  signal: AbortSignal;
  webhookId: string | null;
}

async function visitConnection(deps: ServiceDeps, run: RunSummary, options: VisitOptions): Promise<void> {
  const { organizationId, id: runId } = run;
  const key = { organizationId, id: runId };
  const actor = { type: 'system', id: 'doctor', organizationId, role: 'owner', scopes: null } as const;
  const context: ServiceContext = { deps, actor, signal: options.signal };
  let log = createRunLog(deps.clock, { secrets: () => [] });
  const steps: RunStep[] = [];
  try {
    const connection = await getConnection(deps.db.orm, { organizationId, id: run.connectionId ?? '' });
    if (!connection) throw new Error('the connection is gone');
    const { target, credentials } = await loadTarget(context, connection.id);
    log = createRunLog(deps.clock, credentials);
    const visit = createVisit(context, { connection, target, credentials, ...options });
    const plan = await planVisit(visit);
    steps.push(...plan.map(toWaiting));
    for (const [index, step] of plan.entries()) {
      options.signal.throwIfAborted();
      steps[index] = { ...toWaiting(step), status: 'running' };
      await saveRunSteps(deps.db.orm, { ...key, owner: options.owner, steps });
      const startedAt = performance.now();
      const finding = await look(visit, step);
      steps[index] = log.redact(toStep(step, finding, performance.now() - startedAt));
      log.add(
        finding.status === 'failed' ? 'error' : finding.status === 'warning' ? 'warn' : 'info',
        `${step.label}: ${finding.seen}`,
      );
      await saveRunSteps(deps.db.orm, { ...key, owner: options.owner, steps });
    }
    const { verdict, summary } = summarize(steps);
    const finished = await deps.db.orm.transaction(async (tx) => {
      const now = new Date(deps.clock.now());
      const row = await finishRun(tx, { ...key, owner: options.owner, status: 'success', log: log.take(), now });
      if (!row) return null;
      const { id: evidenceId } = await appendEvidence(tx, {
        ...{ organizationId, at: now, kind: 'doctor', verdict, summary, runId },
        connectionId: connection.id,
        connectionName: connection.name,
        providerSlug: connection.providerSlug,
        actor: { type: run.trigger === 'system' ? 'system' : 'user', id: run.createdBy ?? 'patchbay' },
        // What was seen and done; the texts to paste are advice and no evidence.
        content: {
          apiUrl: deps.settings.apiUrl,
          startedAt: run.startedAt?.toISOString() ?? null,
          finishedAt: now.toISOString(),
          steps: steps.map(({ bundle: _, ...step }) => step),
        },
      });
      await emitEvent(tx, {
        organizationId,
        type: 'doctor.finished',
        data: { ...toEventSubject(connection), runId, verdict, summary, evidenceId },
      });
      return row;
    });
    if (finished) observeRun(deps, finished);
  } catch (error) {
    const isStopped = options.signal.aborted;
    const reason = toRunError(error);
    if (!isStopped && reason.class === 'bug')
      deps.logger.error({ runId, error: error instanceof Error ? error.message : String(error) }, 'a doctor failed');
    const finished = await finishRun(deps.db.orm, {
      ...{ ...key, owner: options.owner, log: log.take(), now: new Date(deps.clock.now()) },
      status: isStopped ? 'interrupted' : 'error',
      error: log.redact(
        isStopped
          ? {
              ...reason,
              class: 'transient',
              message: 'The doctor was stopped before it had seen everything.',
              nextStep: 'Start it again.',
            }
          : reason,
      ),
    });
    if (finished) observeRun(deps, finished);
  }
}

function createVisit(
  context: ServiceContext,
  facts: Pick<Visit, 'connection' | 'target' | 'credentials' | 'waitMs' | 'signal' | 'webhookId'>,
): Visit {
  const { runtime } = context.deps;
  const { target, signal } = facts;
  let origin: ReturnType<Visit['origin']> | null = null;
  let test: ReturnType<Visit['test']> | null = null;
  const visit: Visit = {
    ...{ ...facts, context },
    manifest: target.manifest,
    origin() {
      // The simulator answers for providers: the way to the real ones is not gone.
      origin ??= context.deps.settings.isSimulated ? Promise.resolve(null) : runtime.inspect(target, { signal });
      return origin;
    },
    test() {
      test ??= visit.origin().then((way) => (isPassable(way) ? runtime.testConnection(target, { signal }) : null));
      return test;
    },
  };
  return visit;
}

/** Whether a request could get through at all. */
function isPassable(origin: Awaited<ReturnType<Visit['origin']>>): boolean {
  if (!origin) return true;
  const { dns, egress, tcp, tls } = origin;
  return [dns, egress, tcp, tls].every(({ status }) => status !== 'failed');
}

/** A fault of ours in one step leaves the others worth looking at. */
async function look(visit: Visit, step: DoctorStepPlan): Promise<StepFinding> {
  try {
    return await step.look(visit);
  } catch (error) {
    visit.signal.throwIfAborted();
    const reason = toRunError(error);
    return {
      status: 'failed',
      seen: reason.message,
      fault: reason.class === 'bug' ? 'patchbay' : 'configuration',
      fix: reason.nextStep,
    };
  }
}

function toWaiting({ id, label }: DoctorStepPlan): RunStep {
  return { id, label, status: 'waiting', seen: null, fault: null, fix: null, bundle: [], durationMs: null };
}

function toStep({ id, label }: DoctorStepPlan, finding: StepFinding, durationMs: number): RunStep {
  const { status, seen, fault = null, fix = null, bundle = [], data } = finding;
  const isWrong = status === 'failed' || status === 'warning';
  const told = { status, seen, fault, fix, bundle: isWrong ? bundle : [], ...(data && { data }) };
  return { id, label, ...told, durationMs: Math.round(durationMs) };
}
