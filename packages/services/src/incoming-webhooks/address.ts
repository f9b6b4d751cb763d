import { z } from 'zod';
import { checkCredentials, requireNoProblems } from '../connections/check-connection-input.ts';
import type { ServiceDeps } from '../types.ts';
import type { IncomingMethod } from './incoming-method.ts';

export const addressSchema = z.string().min(1, 'is needed').max(2_000, 'is longer than 2 000 characters');

/** Throws `invalid_input` at `url` for an address that is none of the provider's. */
export function requireAddress(
  { egress, authRefs }: Pick<ServiceDeps, 'egress' | 'authRefs'>,
  { method, field }: IncomingMethod,
  url: string,
): void {
  const { problems } = checkCredentials(method, { [field]: url }, { egress, stores: authRefs.stores });
  requireNoProblems(problems.map(({ message }) => ({ path: 'url', message })));
}
