import {
  finishRun,
  heartbeatRun,
  insertRun,
  newId,
  noStats,
  type RunError,
  type RunKind,
  type Connection as StoredConnection,
} from '@patchbay/db';
import type { CallOptions } from '@patchbay/runtime';
import type { KnownCredentialSource } from '../credentials/create-credential-source.ts';
import type { ServiceContext } from '../types.ts';
import { createRunLog } from './create-run-log.ts';
import { observeRun } from './observe-run.ts';
import { toRunError } from './to-run-error.ts';

export interface RecordRunParams<Value = unknown> {
  connection: Pick<StoredConnection, 'id' | 'providerSlug'>;
  kind: RunKind;
  name: string | null;
  /** Source of what the log must not hold. */
  secrets: Pick<KnownCredentialSource, 'secrets'>;
  /** False for a read, whose run is written once, when it has ended. A write leaves a trace before it is sent. */
  isWrittenAhead?: boolean;
  /** For a run that is not written ahead: false leaves no run, as nothing came out that anybody would look up. Default: all are kept. */
  isKept?: (value: Value) => boolean;
  /** How often a run written ahead says that it is alive, in milliseconds. Default: 5 000. */
  heartbeatMs?: number;
}

/** What the work of a run is given. */
export interface RunHandle {
  id: string;
  callOptions: CallOptions;
  log(level: string, message: string): void;
}

interface Outcome<Value> {
  value: Value;
  requests: number;
  /** Why it did not succeed; null when it did. */
  error: RunError | null;
}

/** Does some short work as a run: with its outcome, log and count of requests kept. What the work throws ends the run and is thrown on. */
export async function recordRun<Value>(
  context: ServiceContext,
  { connection, kind, name, secrets, isWrittenAhead = true, isKept, heartbeatMs = 5_000 }: RecordRunParams<Value>,
  work: (run: RunHandle) => Promise<Outcome<Value>>,
): Promise<Value> {
  const { deps, actor } = context;
  const { organizationId } = actor;
  const log = createRunLog(deps.clock, secrets);
  const startedAt = new Date(deps.clock.now());
  const id = newId('run');
  const owner = deps.settings.processId;
  const started = {
    id,
    organizationId,
    connectionId: connection.id,
    providerSlug: connection.providerSlug,
    kind,
    name,
    trigger: actor.type === 'system' ? ('system' as const) : ('manual' as const),
    owner,
    createdBy: actor.id,
    startedAt,
    heartbeatAt: startedAt,
    createdAt: startedAt,
  };
  if (isWrittenAhead) await insertRun(deps.db.orm, { ...started, status: 'running' });

  const cancelling = new AbortController();
  const heart = isWrittenAhead ? setInterval(() => void beat(), heartbeatMs) : undefined;

  async function beat(): Promise<void> {
    try {
      const { isCancelled } = await heartbeatRun(deps.db.orm, { organizationId, id, owner });
      if (isCancelled) cancelling.abort(new Error('the run was cancelled'));
    } catch (error) {
      deps.logger.warn({ runId: id, error: log.redact(error) }, 'no sign of life written');
    }
  }

  async function finish(error: RunError | null, requests: number): Promise<void> {
    clearInterval(heart);
    const failed = cancelling.signal.aborted ? ('cancelled' as const) : ('error' as const);
    const ended = {
      status: error === null ? ('success' as const) : failed,
      error,
      stats: { ...noStats, requests },
      log: log.take(),
    };
    const now = new Date(deps.clock.now());
    try {
      const row = isWrittenAhead
        ? await finishRun(deps.db.orm, { organizationId, id, ...ended, now })
        : await insertRun(deps.db.orm, { ...started, ...ended, finishedAt: now });
      if (row) observeRun(deps, row);
    } catch (cause) {
      // The provider has answered: that is what the caller has to learn. The run is swept up later.
      deps.logger.error({ runId: id, error: log.redact(cause) }, 'could not write how a run ended');
    }
  }

  const callOptions: CallOptions = {
    onLog: ({ level, message, data }) => log.add(level, message, data),
    signal: context.signal ? AbortSignal.any([context.signal, cancelling.signal]) : cancelling.signal,
  };
  let outcome: Outcome<Value>;
  try {
    outcome = await work({ id, callOptions, log: (level, message) => log.add(level, message) });
  } catch (error) {
    const reason = log.redact(toRunError(error));
    log.add('error', reason.message);
    await finish(reason, 0);
    throw error;
  }
  if (isWrittenAhead || !isKept || isKept(outcome.value))
    await finish(outcome.error && log.redact(pickRunError(outcome.error)), outcome.requests);
  return outcome.value;
}

function pickRunError({ code, class: errorClass, message, nextStep }: RunError): RunError {
  return { code, class: errorClass, message, nextStep };
}
