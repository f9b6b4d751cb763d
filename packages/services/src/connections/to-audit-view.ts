import type { Connection } from '@patchbay/db';
import { toCanonicalJson } from '@patchbay/schema';

/** What the audit log keeps of a connection, to tell what a change changed. Settings are no secrets; credentials are not in it. */
export function toAuditView(row: Connection): Record<string, unknown> {
  const { providerSlug, name, authMethod, status, settings, verifyTls, timeoutMs } = row;
  return { providerSlug, name, authMethod, status, settings, verifyTls, timeoutMs };
}

/** The parts of two views that differ. */
export function toAuditDifference(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const changed = Object.keys(after).filter((key) => toCanonicalJson(before[key]) !== toCanonicalJson(after[key]));
  const pick = (view: Record<string, unknown>) => Object.fromEntries(changed.map((key) => [key, view[key]]));
  return { before: pick(before), after: pick(after) };
}
