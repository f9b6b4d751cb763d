import { claimSetup, isSetUp, releaseSetup } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { recordAudit } from '../audit/append.ts';
import { nameSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceDeps } from '../types.ts';
import { isSameToken } from './is-same-token.ts';

const inputSchema = z.strictObject({
  token: z.string().min(1, 'is required').max(500),
  email: z.email('must be an e-mail address').max(254),
  password: z.string().min(8, 'must have at least 8 characters').max(128, 'is longer than 128 characters'),
  name: nameSchema,
  organizationName: nameSchema,
});

export interface SetupResult {
  organizationId: string;
  userId: string;
  /** Shown this once. */
  apiKey: string;
}

/**
 * Makes the first organization, its owner and an API key: once, on an empty database, for whoever knows the setup token. A second
 * setup is a `conflict`; of two at the same time one wins. When it fails, it can be tried again.
 */
export async function createSetup(
  deps: ServiceDeps,
  input: z.input<typeof inputSchema>,
  request: { requestId?: string; ip?: string | null } = {},
): Promise<SetupResult> {
  // Told apart before the token is looked at: whoever comes late should learn that, not that the token is wrong.
  if (await isSetUp(deps.db.orm)) throw alreadySetUp();
  const { token, ...owner } = parseInput(inputSchema, input);
  if (!isSameToken(token, deps.settings.setupToken)) {
    throw new PatchbayError(
      'unauthorized',
      'The setup token is wrong. Use the one printed with the setup link at start, or the value of PATCHBAY_SETUP_TOKEN.',
      { details: [{ path: 'token', message: 'is wrong' }] },
    );
  }
  if (!(await claimSetup(deps.db.orm, { now: new Date(deps.clock.now()) }))) throw alreadySetUp();
  const made = await deps.identity.createOwner(owner).catch(async (error: unknown) => {
    await releaseSetup(deps.db.orm);
    throw error;
  });
  const { organizationId, userId, apiKey } = made;
  const actor = { type: 'user', id: userId, organizationId, role: 'owner', scopes: null, label: owner.email } as const;
  await recordAudit(
    { deps, actor, ...request },
    {
      action: 'setup.create',
      target: { type: 'organization', id: organizationId, label: owner.organizationName },
      after: { organizationName: owner.organizationName, email: owner.email },
    },
  );
  return { organizationId, userId, apiKey };
}

function alreadySetUp(): PatchbayError {
  return new PatchbayError('conflict', 'Patchbay is set up already. Sign in, or ask an owner to invite you.');
}
