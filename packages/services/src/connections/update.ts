import { toCanonicalJson } from '@patchbay/schema';
import { z } from 'zod';
import type { Connection } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { changeConnection } from './change.ts';
import { checkSettings, requireNoProblems } from './check-connection-input.ts';
import { connectionNameSchema, settingsSchema, timeoutMsSchema } from './connection-input.ts';
import { toUntested } from './to-untested.ts';

const inputSchema = z.strictObject({
  id: idSchema,
  name: connectionNameSchema.optional(),
  settings: settingsSchema.optional(),
  verifyTls: z.boolean().optional(),
  timeoutMs: timeoutMsSchema.optional(),
});

/**
 * Renames a connection or changes its settings; a setting not given keeps its value, a blank one is cleared. What
 * changes where or how the provider is called makes the last test worth nothing: pending again.
 */
export async function updateConnection(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Connection> {
  const { deps, actor } = context;
  requirePermission(actor, 'connections.update');
  const { id, name, settings, verifyTls, timeoutMs } = parseInput(inputSchema, input);
  return changeConnection(context, { id, action: 'connection.update' }, (row) => {
    const manifest = deps.registry.require(row.providerSlug);
    // A setting a newer manifest no longer knows is dropped, not held against the caller.
    const known = Object.entries(row.settings).filter(([field]) => field in manifest.settings);
    const checked = settings && checkSettings(manifest, { ...Object.fromEntries(known), ...settings }, deps.egress);
    requireNoProblems(checked?.problems ?? []);
    const next = {
      name: name ?? row.name,
      settings: checked?.values ?? row.settings,
      verifyTls: verifyTls ?? row.verifyTls,
      timeoutMs: timeoutMs ?? row.timeoutMs,
    };
    // Saving a form as it was is no change, and no line in the audit log.
    const { name: oldName, settings: oldSettings, verifyTls: oldVerifyTls, timeoutMs: oldTimeoutMs } = row;
    const current = { name: oldName, settings: oldSettings, verifyTls: oldVerifyTls, timeoutMs: oldTimeoutMs };
    if (toCanonicalJson(next) === toCanonicalJson(current)) return null;
    const isElsewhere =
      toCanonicalJson(next.settings) !== toCanonicalJson(row.settings) || next.verifyTls !== row.verifyTls;
    return { ...next, ...(isElsewhere && row.status !== 'disconnected' && toUntested(row)) };
  });
}
