import type { Logger } from '@patchbay/services';

export interface Step {
  name: string;
  run(): Promise<unknown>;
}

/** Runs the steps one after the other; one that fails is logged and does not keep the others from running. */
export async function runSteps(steps: readonly Step[], logger: Logger): Promise<void> {
  for (const { name, run } of steps) {
    try {
      await run();
    } catch (error) {
      logger.error({ err: error }, `could not ${name}`);
    }
  }
}

/** Calls `stop` at the first SIGTERM or SIGINT; a second one ends the process at once. */
export function onSignal(stop: (signal: NodeJS.Signals) => void): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      stop(signal);
    });
  }
}
