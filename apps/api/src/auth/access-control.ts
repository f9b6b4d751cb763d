import { createAccessControl } from 'better-auth/plugins/access';
import { defaultStatements } from 'better-auth/plugins/organization/access';

/** What people may do to people; what they may do to connections stands in the services' permissions. */
const statements = { ...defaultStatements, apiKey: ['create', 'read', 'update', 'delete'] } as const;

export const accessControl = createAccessControl(statements);

const administer = {
  invitation: ['create', 'cancel'],
  member: ['create', 'update', 'delete'],
  apiKey: ['create', 'read', 'update', 'delete'],
} as const;

export const roles = {
  owner: accessControl.newRole({ ...administer, organization: ['update', 'delete'] }),
  admin: accessControl.newRole({ ...administer, organization: ['update'] }),
  member: accessControl.newRole({ organization: [] }),
  viewer: accessControl.newRole({ organization: [] }),
};
