import { openDatabase, type Patchbay } from '@patchbay/testing';
import type { Person } from './add-member.ts';

/**
 * Gives somebody an organization of their own, which they leave the one they were invited to for. People cannot do it by
 * themselves, so it is written into the database, while no Patchbay runs on it.
 */
export async function foundOrganization({ dataDir }: Pick<Patchbay, 'dataDir'>, name: string, { email }: Person) {
  const database = await openDatabase({ dataDir });
  try {
    await database.query(`insert into organizations (id, name, slug) values ('org_second', '${name}', 'second')`);
    const moved = await database.query(
      `update members set organization_id = 'org_second', role = 'owner'
       where user_id = (select id from users where email = '${email}') returning id`,
    );
    if (moved.length !== 1) throw new Error(`${email} belongs to ${moved.length} organizations.`);
    await database.query('delete from sessions');
  } finally {
    await database.close();
  }
}
