import { testOf } from '@patchbay/schema';
import { z } from 'zod';
import { loadTarget } from '../connections/load-target.ts';
import { requireUsable } from '../connections/require-usable.ts';
import type { ProbeOutcome } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { recordRun } from '../runs/record-run.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import { withNextStep } from '../support/with-next-step.ts';
import type { ServiceContext } from '../types.ts';
import { requireOnlyConnection } from './find-only-connection.ts';

const inputSchema = z.strictObject({ slug: idSchema });

/** Asks the provider now whether it answers and takes the credentials. Leaves a run behind and changes nothing. */
export async function probeProvider(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<ProbeOutcome> {
  const { deps, actor } = context;
  requirePermission(actor, 'connections.probe');
  const { slug } = parseInput(inputSchema, input);
  const { manifest, connection } = await requireOnlyConnection(context, slug);
  requireUsable(connection);
  const { target, credentials } = await loadTarget(context, connection.id);
  const method = manifest.auth.find(({ id }) => id === target.authMethod);
  const name = testOf(manifest, method).operation;
  return recordRun(
    context,
    { connection, kind: 'health', name, secrets: credentials, isWrittenAhead: false },
    async (run) => {
      const { ok, error, latencyMs, version, steps } = await deps.runtime.testConnection(target, run.callOptions);
      const value: ProbeOutcome = {
        healthy: ok,
        status: ok ? 'healthy' : error?.isTransient ? 'degraded' : 'unhealthy',
        message: error
          ? withNextStep(error.message, error.nextStep)
          : 'The provider answered and accepted the credentials.',
        latencyMs,
        version,
        checkedAt: new Date(deps.clock.now()).toISOString(),
        runId: run.id,
      };
      return { value, requests: steps.some(({ status }) => status !== 'skipped') ? 1 : 0, error };
    },
  );
}
