import { deleteRemovedMember, type PersonKey } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';

/** Notes that somebody belongs to an organization again: that they were removed once counts no more. */
export async function noteComeBack({ db }: Pick<ServiceDeps, 'db'>, person: PersonKey): Promise<void> {
  await deleteRemovedMember(db.orm, person);
}
