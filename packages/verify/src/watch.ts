import { type FSWatcher, watch } from 'node:fs';
import type { CommandOutput } from './command.ts';
import { formatProblems } from './report/text.ts';
import type { VerifyTarget } from './target.ts';
import { createVerifier, type VerifyReport } from './verify.ts';

/** Editors write a file in several steps; after the last one it is quiet for this long, in milliseconds. */
const quietMs = 100;

/**
 * Verifies, and again each time files change, only those manifests that did. Answers, once `stop` is aborted, with the exit code of
 * what is there then: 1 while one of the manifests has errors.
 */
export async function watchManifests(target: VerifyTarget, output: CommandOutput, stop: AbortSignal): Promise<number> {
  const verify = createVerifier(target);
  const broken = new Set<string>();
  let pending = true;
  let wake = () => {};
  const watcher = watchFiles(target.watched, () => {
    pending = true;
    wake();
  });
  stop.addEventListener('abort', () => wake(), { once: true });
  try {
    while (!stop.aborted) {
      if (!pending) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        // What comes in meanwhile belongs to the same change.
        while (pending && !stop.aborted) {
          pending = false;
          await quiet(quietMs, stop);
        }
        if (stop.aborted) break;
      }
      pending = false;
      const start = performance.now();
      try {
        const report = await verify();
        if (report.manifests.length > 0) tell(report, broken, performance.now() - start, output);
      } catch (error) {
        // A folder that is being moved is not there for a moment; what is wrong for longer is said again by the next change.
        output.error(`${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  } finally {
    watcher.close();
  }
  return broken.size > 0 ? 1 : 0;
}

function tell(report: VerifyReport, broken: Set<string>, tookMs: number, { out }: CommandOutput): void {
  const { manifests, problems } = report;
  const errorsOf = (id: string | null) =>
    problems.filter(({ manifest, severity }) => manifest === id && severity === 'error').length;
  for (const { id } of manifests) {
    if (errorsOf(id) > 0) broken.add(id);
    else broken.delete(id);
  }
  if (problems.length > 0) out(`${formatProblems(problems)}\n\n`);
  const [only, ...others] = manifests;
  const what = only && others.length === 0 ? `${only.id} ${only.level}` : `${manifests.length} manifests`;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const count = errors === 1 ? '1 error' : `${errors} errors`;
  out(`${what}, ${count}, ${(tookMs / 1000).toFixed(1)} s. Waiting for changes; Ctrl-C ends.\n`);
}

function watchFiles(folder: string, onChange: () => void): FSWatcher {
  return watch(folder, { recursive: true }, (_, name) => {
    // What verify itself writes beside a file, and what is installed there, is none of a manifest.
    if (name === null || !/(^|[\\/])node_modules([\\/]|$)|\.tmp$/.test(name)) onChange();
  });
}

function quiet(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    stop.addEventListener('abort', end, { once: true });
  });
}
