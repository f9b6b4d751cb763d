import type { KeyCheck } from '@patchbay/client';
import { type Ask, apiUsage, defineApiCommand } from './api-command.ts';
import { type CommandContext, CommandError } from './command.ts';

const usage = `Usage: patchbay keys <check | rotate> [options]

  check           which encryption keys are in use, which can go, and which credentials do not open
  rotate          seals every credential with the newest key; broken off, it goes on where it stopped

Both take an owner's key. Put the new key first in PATCHBAY_ENCRYPTION_KEYS before you rotate.

${apiUsage}`;

/** Calls in a row that may find only rows others are writing, before the command gives up. */
const idleLimit = 5;

export const keys = defineApiCommand({
  name: 'keys',
  summary: 'rotate the encryption keys, or check what they are used for',
  usage,
  verbs: { check, rotate },
});

async function check(ask: Ask, { out, error }: CommandContext): Promise<number> {
  const found = await ask((client) => client.GET('/api/v1/keys/check'));
  const width = Math.max(...found.keys.map(({ id }) => id.length));
  out(found.keys.map((key) => `${key.id.padEnd(width)}  ${describeKey(key, found.currentKeyId)}\n`).join(''));
  if (found.undecryptableTotal === 0) return 0;
  for (const { connectionId, version, message } of found.undecryptable) {
    error(`${connectionId}, credentials version ${version}: ${message}\n`);
  }
  const unnamed = found.undecryptableTotal - found.undecryptable.length;
  if (unnamed > 0) error(`${countOf(unnamed)} more do not open, of other organizations or beyond the first hundred.\n`);
  return 1;
}

function describeKey({ id, isConfigured, credentials }: KeyCheck['keys'][number], currentKeyId: string): string {
  const use = `seals ${countOf(credentials)}`;
  if (!isConfigured) return `${use}, but is not configured: put it back, or enter those credentials anew`;
  if (id === currentKeyId) return `${use}; the newest`;
  return credentials === 0 ? 'seals nothing: it can be taken out' : `${use}: run "patchbay keys rotate"`;
}

async function rotate(ask: Ask, { out, error }: CommandContext): Promise<number> {
  let resealed = 0;
  for (let idle = 0; ; ) {
    const done = await ask((client) => client.POST('/api/v1/keys/rotate'));
    resealed += done.resealed;
    if (done.isComplete) {
      out(`${countOf(resealed)} sealed anew with the key ${done.keyId}.\n`);
      if (done.undecryptable === 0) return 0;
      error(`${countOf(done.undecryptable)} could not be opened. Run "patchbay keys check" for which.\n`);
      return 1;
    }
    out(`${countOf(resealed)} sealed anew, ${done.remaining} to go\n`);
    idle = done.resealed === 0 ? idle + 1 : 0;
    if (idle === idleLimit) {
      throw new CommandError(
        `${countOf(done.remaining)} are left: something else keeps writing them, perhaps a process that has another newest key. Give all processes the same keys, then run this again.`,
      );
    }
  }
}

function countOf(credentials: number): string {
  return credentials === 1 ? '1 credential' : `${credentials} credentials`;
}
