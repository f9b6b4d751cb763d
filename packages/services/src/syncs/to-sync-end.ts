import type { RunError, RunStats } from '@patchbay/db';
import { toRunError } from '../runs/to-run-error.ts';
import type { StopReason } from './keep-alive.ts';

/** How a sync ended. */
export interface SyncEnd {
  status: 'success' | 'partial' | 'error' | 'cancelled' | 'interrupted';
  /** One sentence for people: what was read, and why it stopped when it did. */
  message: string;
  error: RunError | null;
}

/** Puts together what happened. Something read before a failure makes it partial: what was written stays, nothing was deleted. */
export function toSyncEnd({
  failure,
  stopReason,
  stats,
}: {
  failure: { error: unknown } | null;
  stopReason: StopReason | null;
  stats: RunStats;
}): SyncEnd {
  const { read, added, updated, deleted, unchanged } = stats;
  if (!failure) {
    return {
      status: 'success',
      message: `Read ${read}: ${added} new, ${updated} changed, ${deleted} gone, ${unchanged} as before.`,
      error: null,
    };
  }
  if (stopReason === 'cancelled') {
    return { status: 'cancelled', message: `Cancelled after ${read} were read. Nothing was deleted.`, error: null };
  }
  if (stopReason !== null) {
    const message =
      stopReason === 'shutdown'
        ? `Patchbay was shut down after ${read} were read.`
        : `Another process took over after ${read} were read.`;
    const nextStep = 'Nothing is lost: run it again.';
    return { status: 'interrupted', message, error: { code: 'internal', class: 'transient', message, nextStep } };
  }
  const reason = toRunError(failure.error);
  if (read === 0) return { status: 'error', message: reason.message, error: reason };
  const message = `Stopped after ${read} were read, so nothing was taken for deleted. ${reason.message}`;
  return { status: 'partial', message, error: { ...reason, message } };
}
