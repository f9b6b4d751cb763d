import { runVerifyCommand, untilInterrupted } from '@patchbay/verify';
import type { Command } from './command.ts';
import { findRoot } from './find-root.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'prove manifests correct without an account at the provider',
  async run(argv, { folder, out, error }) {
    return runVerifyCommand(findRoot(folder), argv, { out, error }, { folder, untilStopped: untilInterrupted });
  },
};
