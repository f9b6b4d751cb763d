import type { Connection } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { checkSettings, requireNoProblems } from '../connections/check-connection-input.ts';
import { testConnection } from '../connections/test.ts';
import { toTestOutcome } from '../connections/to-test-outcome.ts';
import { isAuthRef } from '../credentials/credential-values.ts';
import type { TestedToken, TestOutcome } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, invalidInput, parseInput } from '../support/parse-input.ts';
import { withNextStep } from '../support/with-next-step.ts';
import type { ServiceContext } from '../types.ts';
import { findOnlyConnection } from './find-only-connection.ts';
import { requireTokenMethod, requireWellFormed, type TokenMethod } from './token-method.ts';
import { tokenNotFound } from './token-not-found.ts';

const inputSchema = z.strictObject({
  slug: idSchema,
  /** Tested as it is and not stored. Default: the stored one. */
  token: z.string().min(1, 'is needed').optional(),
});

/** What the provider says of a token: one that is given, before it is stored, or the stored one. */
export async function testProviderToken(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<TestedToken> {
  const { deps, actor } = context;
  requirePermission(actor, 'connections.test');
  const { slug, token } = parseInput(inputSchema, input);
  const found = requireTokenMethod(deps.registry.require(slug));
  const { manifest, method } = found;
  const { connection } = await findOnlyConnection(context, slug, { authMethod: method.id });
  if (token !== undefined) return toTestedToken(await ask(context, found, { token, connection }));
  if (!connection) throw tokenNotFound(manifest);
  return toTestedToken(await testConnection(context, { id: connection.id }));
}

/**
 * Asks with a token that is stored nowhere: at the server of the connection whose token it would replace, since a token is shown to no
 * other; without one, at the address the provider has when nobody changes it.
 */
async function ask(
  { deps, actor, signal }: ServiceContext,
  found: TokenMethod,
  { token, connection }: { token: string; connection: Connection | null },
): Promise<TestOutcome> {
  requireWellFormed(deps, found, { token, path: 'token' });
  if (isAuthRef(token))
    throw invalidInput([{ path: 'token', message: 'is a reference: store it first, then test what is stored' }]);
  const { manifest, method, field } = found;
  const settings = checkSettings(manifest, connection?.settings ?? {}, deps.egress);
  requireNoProblems(settings.problems);
  const result = await deps.runtime.testConnection(
    {
      manifest,
      connectionId: `${actor.organizationId}/unsaved`,
      organizationId: actor.organizationId,
      authMethod: method.id,
      settings: settings.values,
      verifyTls: connection?.verifyTls ?? true,
      timeoutMs: connection?.timeoutMs ?? 30_000,
      credentials: { get: async () => ({ [field]: token }) },
    },
    signal ? { signal } : {},
  );
  signal?.throwIfAborted();
  return toTestOutcome(result);
}

/** Only the provider's own word makes a token valid or not: what kept it from being asked is thrown. */
function toTestedToken({ ok, scopes, rateLimit, error }: TestOutcome): TestedToken {
  const isRefused = error?.class === 'auth_invalid' || error?.class === 'auth_expired';
  if (error && !isRefused && error.class !== 'permission')
    throw new PatchbayError('upstream_failed', withNextStep(error.message, error.nextStep));
  return {
    valid: ok || !isRefused,
    scopes,
    rate_limit:
      rateLimit === null ? null : { limit: rateLimit.limit, remaining: rateLimit.remaining, reset: rateLimit.resetAt },
    message: error ? withNextStep(error.message, error.nextStep) : null,
  };
}
