import { z } from 'zod';
import { askProvider, worksMessage } from '../connections/ask-provider.ts';
import { requireUsable } from '../connections/require-usable.ts';
import type { ProbeOutcome } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
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
  const { connection } = await requireOnlyConnection(context, slug);
  requireUsable(connection);
  const { result, runId } = await askProvider(context, { connection, kind: 'health', isWrittenAhead: false });
  const { ok, error, latencyMs, version } = result;
  return {
    healthy: ok,
    status: ok ? 'healthy' : error?.isTransient ? 'degraded' : 'unhealthy',
    message: error ? withNextStep(error.message, error.nextStep) : worksMessage,
    latencyMs,
    version,
    checkedAt: new Date(deps.clock.now()).toISOString(),
    runId,
  };
}
