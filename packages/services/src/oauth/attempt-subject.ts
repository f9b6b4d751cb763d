import type { Connection } from '@patchbay/db';
import type { Manifest } from '@patchbay/schema';
import { z } from 'zod';
import { connectionNameSchema, settingsSchema, timeoutMsSchema } from '../connections/connection-input.ts';
import { requireConnection } from '../connections/require-connection.ts';
import { idSchema, invalidInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { checkRedirectUrl } from './check-redirect-url.ts';
import { requireNamedProvider } from './require-named-provider.ts';
import { requirePerson } from './require-person.ts';

/** What is given to whatever a person does in the provider's own pages: a new connection, or one there is. */
export const attemptShape = {
  /** Of a new connection. */
  providerSlug: idSchema.optional(),
  /** A connection there is. */
  connectionId: idSchema.optional(),
  authMethod: z.string().min(1).max(100).optional(),
  name: connectionNameSchema.optional(),
  settings: settingsSchema.optional(),
  verifyTls: z.boolean().optional(),
  timeoutMs: timeoutMsSchema.optional(),
  /** A page of the admin to end at. */
  redirectUrl: z.string().max(2_000).optional(),
};

export type AttemptSubject = Pick<
  { [Name in keyof typeof attemptShape]?: z.output<(typeof attemptShape)[Name]> | undefined },
  'providerSlug' | 'connectionId' | 'redirectUrl'
>;

/** What an attempt is about, and where it ends. Throws unless a person asks for a provider or a connection of their own. */
export async function requireAttemptSubject(
  context: ServiceContext,
  given: AttemptSubject,
  /** The start of a sentence that ends with the provider's name. */
  what: string,
): Promise<{ redirectUrl: string | null; known: Connection | null; manifest: Manifest }> {
  const { providerSlug, connectionId } = given;
  const redirectUrl = checkRedirectUrl(given.redirectUrl, context.deps.settings);
  if (providerSlug === undefined && connectionId === undefined)
    throw invalidInput([{ path: 'providerSlug', message: 'is required, unless connectionId names a connection' }]);
  const known = connectionId === undefined ? null : await requireConnection(context, connectionId);
  const manifest = requireNamedProvider(context, known?.providerSlug ?? providerSlug ?? '');
  if (known && providerSlug !== undefined && providerSlug !== known.providerSlug)
    throw invalidInput([{ path: 'providerSlug', message: `the connection is one to ${known.providerSlug}` }]);
  requirePerson(context, manifest, what);
  return { redirectUrl, known, manifest };
}
