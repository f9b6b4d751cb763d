import { keptLogLines, type RunLogLine } from '@patchbay/db';
import { createRedactor } from '@patchbay/secrets';
import type { KnownCredentialSource } from '../credentials/create-credential-source.ts';
import type { Clock } from '../types.ts';

const maxMessageLength = 1_000;

/** A run's log while the run goes on. */
export interface RunLog {
  add(level: string, message: string, data?: Record<string, unknown>): void;
  /** The lines added since the last call, at most as many as a run keeps. */
  take(): RunLogLine[];
  /** Takes the secrets of the connection out of anything. */
  redact<Value>(value: Value): Value;
}

/** Collects lines, each short and without the secrets that `credentials` has given out. Of too many the newest stay. */
export function createRunLog(clock: Clock, credentials: Pick<KnownCredentialSource, 'secrets'>): RunLog {
  const redactor = createRedactor();
  let known = 0;
  let lines: RunLogLine[] = [];
  let dropped = 0;

  function redact<Value>(value: Value): Value {
    const secrets = credentials.secrets();
    if (secrets.length > known) {
      redactor.add(secrets);
      known = secrets.length;
    }
    return redactor.redact(value);
  }

  return {
    redact,
    add(level, message, data) {
      lines.push({
        at: new Date(clock.now()).toISOString(),
        level,
        message: redact(message).slice(0, maxMessageLength),
        ...(data && { data: redact(data) }),
      });
      // Cut seldom: shifting on every line would copy the list each time.
      if (lines.length < keptLogLines * 2) return;
      dropped += lines.length - keptLogLines;
      lines = lines.slice(-keptLogLines);
    },
    take() {
      const taken = lines.slice(-keptLogLines);
      dropped += lines.length - taken.length;
      const [first] = taken;
      if (dropped > 0 && first) {
        taken[0] = { at: first.at, level: 'warn', message: `${dropped + 1} lines before this one are not kept.` };
      }
      lines = [];
      dropped = 0;
      return taken;
    },
  };
}
