import { Worker } from 'node:worker_threads';

/** What evaluating a manifest's text gave. */
export type Evaluation =
  | {
      ok: true;
      /** The exported data. */
      value: unknown;
      /** Canonical JSON of the first and of the second evaluation. */
      first: string;
      second: string;
      /** Paths of values that JSON cannot hold, with their kind. */
      notData: string[];
    }
  | { ok: false; error: string };

interface Answer {
  id: string;
  started?: boolean;
  error?: string;
  first?: string;
  second?: string;
  notData?: string[];
}

/**
 * Evaluates each text twice in one worker thread that has no network, files, environment, clock or randomness. A text that does not
 * end within `timeoutMs` fails, and the others are evaluated without it.
 */
export async function evaluateManifests(
  sources: readonly { id: string; text: string }[],
  { timeoutMs = 5_000 } = {},
): Promise<Map<string, Evaluation>> {
  const results = new Map<string, Evaluation>();
  let left = [...sources];
  while (left.length > 0) {
    const stuck = await runWorker(left, timeoutMs, results);
    if (stuck !== null) results.set(stuck.id, { ok: false, error: stuck.reason });
    left = left.filter(({ id }) => !results.has(id));
  }
  return results;
}

/** Fills `results`; answers with the manifest that ended or blocked the worker, or null when all were evaluated. */
function runWorker(
  sources: readonly { id: string; text: string }[],
  timeoutMs: number,
  results: Map<string, Evaluation>,
): Promise<{ id: string; reason: string } | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./evaluate.worker.ts', import.meta.url), {
      workerData: { sources: sources.map(({ id, text }) => ({ id, text })) },
      env: {},
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: 256 },
      stdin: false,
    });
    let current = '';
    let timer: NodeJS.Timeout | undefined;
    const end = (outcome: { id: string; reason: string } | null) => {
      clearTimeout(timer);
      resolve(outcome);
      void worker.terminate();
    };
    worker.on('message', (answer: Answer) => {
      clearTimeout(timer);
      if (answer.started) {
        current = answer.id;
        timer = setTimeout(() => end({ id: current, reason: `it did not end within ${timeoutMs} ms` }), timeoutMs);
        return;
      }
      results.set(answer.id, toEvaluation(answer));
      if (results.size === sources.length || sources.every(({ id }) => results.has(id))) end(null);
    });
    worker.on('error', (error) => (current ? end({ id: current, reason: reasonOf(error) }) : reject(error)));
    worker.on('exit', () =>
      end(current && !results.has(current) ? { id: current, reason: 'it ended the worker' } : null),
    );
  });
}

function reasonOf(error: Error): string {
  const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isMemory ? 'it needs more memory than a manifest may take' : error.message;
}

function toEvaluation({ error, first, second, notData }: Answer): Evaluation {
  if (error !== undefined || first === undefined || second === undefined)
    return { ok: false, error: error ?? 'it exports nothing' };
  return { ok: true, value: JSON.parse(first), first, second, notData: notData ?? [] };
}
