import { createHash } from 'node:crypto';

/** Only this is stored: whoever reads the database cannot end a sign-in that is under way. */
export function hashState(state: string): string {
  return createHash('sha256').update(state).digest('base64url');
}
