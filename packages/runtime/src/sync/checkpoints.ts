import { hash } from 'node:crypto';
import { type Sync, toCanonicalJson } from '@patchbay/schema';
import type { Call } from '../call/call.ts';
import type { ReadCheckpoint, SyncCursor, Target } from '../types.ts';

/** A list moves on meanwhile: after this long what was read before says nothing about it. Milliseconds. */
const maxAgeMs = 6 * 3_600_000;

/** Changes with everything that decides what a read gives. */
export function fingerprintOf(parts: {
  target: Target;
  name: string;
  sync: Sync;
  variables: Readonly<Record<string, unknown>>;
  cursor: SyncCursor | null;
}): string {
  const { target, name, sync, variables, cursor } = parts;
  const { manifest, authMethod, settings } = target;
  const operations = [sync.operation, sync.forEach?.operation].map((operation) => manifest.operations[operation ?? '']);
  const text = toCanonicalJson([manifest.id, name, sync, operations, authMethod, settings, variables, cursor]);
  return hash('sha256', text, 'base64url');
}

/** The checkpoint when it is of the same read and not too old; null otherwise. */
export function usableCheckpoint(
  checkpoint: ReadCheckpoint | null,
  { fingerprint, now }: { fingerprint: string; now: number },
): ReadCheckpoint | null {
  if (!checkpoint || checkpoint.fingerprint !== fingerprint) return null;
  const age = now - checkpoint.startedAt;
  return age >= 0 && age <= maxAgeMs ? checkpoint : null;
}

/** The checkpoint unless it would hold a secret, as addresses of next pages may. */
export function withoutSecrets(call: Call, checkpoint: ReadCheckpoint): ReadCheckpoint | null {
  const text = JSON.stringify(checkpoint);
  return call.redact(text) === text ? checkpoint : null;
}
