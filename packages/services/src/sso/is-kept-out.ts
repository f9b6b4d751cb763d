import { findOpenInvitation, getMember, isRemovedMember, type PersonKey } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';

/** Whether single sign-on lets somebody into an organization no more: they were removed, and nobody has invited them since. */
export async function isKeptOut({ db, clock }: Pick<ServiceDeps, 'db' | 'clock'>, person: PersonKey): Promise<boolean> {
  if (!(await isRemovedMember(db.orm, person)) || (await getMember(db.orm, person))) return false;
  const { organizationId, email } = person;
  const now = new Date(clock.now());
  return (await findOpenInvitation(db.orm, { organizationId, email: email.toLowerCase(), now })) === null;
}
