import type { Logger, SimulatedAccount } from '@patchbay/services';
import { z } from 'zod';

const answerSchema = z.object({
  providers: z.array(
    z.object({
      id: z.string(),
      methods: z.array(
        z.object({
          id: z.string(),
          settings: z.record(z.string(), z.unknown()),
          credentials: z.record(z.string(), z.string()),
          oauthApp: z.unknown().nullable(),
        }),
      ),
    }),
  ),
});

/**
 * Asks a simulator what it takes for a provider. Ways that lead to the provider's own sign-in page take nothing here. A simulator that
 * does not answer takes nothing: forms are only not filled in then.
 */
export function readSimulatedAccounts(
  simulatorUrl: string,
  logger: Logger,
): (slug: string) => Promise<SimulatedAccount[]> {
  return async (slug) => {
    try {
      const answer = await fetch(`${simulatorUrl}/_simulator/providers`, { signal: AbortSignal.timeout(5_000) });
      const { providers } = answerSchema.parse(await answer.json());
      const methods = providers.find(({ id }) => id === slug)?.methods ?? [];
      return methods
        .filter(({ oauthApp }) => oauthApp === null)
        .map(({ id, settings, credentials }) => ({ method: id, settings, credentials }));
    } catch (error) {
      logger.warn(
        { error: error instanceof Error ? error.message : String(error) },
        'the simulator does not say what it takes',
      );
      return [];
    }
  };
}
