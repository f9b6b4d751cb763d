// pnpm verify [id…] [--fix] [--watch] [--json] [--explain RULE]: proves manifests correct without an account at the provider.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runVerifyCommand, untilInterrupted } from '@patchbay/verify';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

process.exitCode = await runVerifyCommand(
  root,
  process.argv.slice(2),
  {
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
  },
  { folder: process.cwd(), untilStopped: untilInterrupted },
);
