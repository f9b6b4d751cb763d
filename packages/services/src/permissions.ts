import { PatchbayError } from '@patchbay/schema';
import type { Actor, Role } from './types.ts';

const rank: Record<Role, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };

interface Permission {
  /** The least role that may. */
  role: Role;
  /** The scope an API key limited to scopes must have. */
  scope: string;
}

/**
 * Who may do what. Viewers read; members also use connections (syncs, writes at the provider); admins also make, test and change
 * them and handle secrets. What removes or cannot be undone at a provider takes an admin; the keys of the installation take an owner.
 */
export const permissions = {
  'providers.list': { role: 'viewer', scope: 'providers:read' },
  'providers.get': { role: 'viewer', scope: 'providers:read' },
  'connections.list': { role: 'viewer', scope: 'connections:read' },
  'connections.get': { role: 'viewer', scope: 'connections:read' },
  'connections.create': { role: 'admin', scope: 'connections:write' },
  'connections.update': { role: 'admin', scope: 'connections:write' },
  'connections.delete': { role: 'admin', scope: 'connections:write' },
  'connections.pause': { role: 'admin', scope: 'connections:write' },
  'connections.resume': { role: 'admin', scope: 'connections:write' },
  'connections.disconnect': { role: 'admin', scope: 'connections:write' },
  'connections.test': { role: 'admin', scope: 'connections:write' },
  'connections.probe': { role: 'viewer', scope: 'connections:read' },
  'connections.refresh': { role: 'admin', scope: 'connections:write' },
  'credentials.put': { role: 'admin', scope: 'credentials:write' },
  'tokens.get': { role: 'admin', scope: 'credentials:read' },
  'credentials.list': { role: 'member', scope: 'credentials:read' },
  // Below admin these are the caller's own.
  'incomingWebhooks.list': { role: 'viewer', scope: 'connections:read' },
  'incomingWebhooks.create': { role: 'member', scope: 'connections:write' },
  'incomingWebhooks.update': { role: 'member', scope: 'connections:write' },
  'incomingWebhooks.delete': { role: 'member', scope: 'connections:write' },
  'incomingWebhooks.send': { role: 'member', scope: 'actions:write' },
  'oauthApps.setup': { role: 'viewer', scope: 'providers:read' },
  'oauthApps.list': { role: 'member', scope: 'oauth-apps:read' },
  'oauthApps.save': { role: 'admin', scope: 'oauth-apps:write' },
  'oauthApps.delete': { role: 'admin', scope: 'oauth-apps:write' },
  'oauth.start': { role: 'admin', scope: 'connections:write' },
  'oauth.attempts': { role: 'admin', scope: 'connections:read' },
  'discovery.discover': { role: 'viewer', scope: 'discovery:read' },
  'syncs.list': { role: 'viewer', scope: 'syncs:read' },
  'syncs.update': { role: 'admin', scope: 'syncs:write' },
  'syncs.start': { role: 'member', scope: 'syncs:write' },
  'runs.list': { role: 'viewer', scope: 'runs:read' },
  'runs.get': { role: 'viewer', scope: 'runs:read' },
  'runs.cancel': { role: 'member', scope: 'runs:write' },
  'records.list': { role: 'viewer', scope: 'records:read' },
  'findings.list': { role: 'viewer', scope: 'findings:read' },
  'findings.get': { role: 'viewer', scope: 'findings:read' },
  'findings.update': { role: 'member', scope: 'findings:write' },
  // An exception hides what is not even there yet.
  'findingExceptions.list': { role: 'viewer', scope: 'findings:read' },
  'findingExceptions.create': { role: 'admin', scope: 'findings:write' },
  'findingExceptions.update': { role: 'admin', scope: 'findings:write' },
  'findingExceptions.delete': { role: 'admin', scope: 'findings:write' },
  'actions.read': { role: 'viewer', scope: 'actions:read' },
  'actions.write': { role: 'member', scope: 'actions:write' },
  'actions.destructive': { role: 'admin', scope: 'actions:write' },
  'proxy.read': { role: 'viewer', scope: 'proxy:read' },
  'proxy.write': { role: 'member', scope: 'proxy:write' },
  'proxy.destructive': { role: 'admin', scope: 'proxy:write' },
  'events.list': { role: 'viewer', scope: 'events:read' },
  // An address may hold a secret of the receiver's, so reading it takes the right to write it.
  'eventSubscriptions.list': { role: 'admin', scope: 'event-subscriptions:read' },
  'eventSubscriptions.create': { role: 'admin', scope: 'event-subscriptions:write' },
  'eventSubscriptions.update': { role: 'admin', scope: 'event-subscriptions:write' },
  'eventSubscriptions.delete': { role: 'admin', scope: 'event-subscriptions:write' },
  'eventSubscriptions.rotate': { role: 'admin', scope: 'event-subscriptions:write' },
  'eventSubscriptions.send': { role: 'admin', scope: 'event-subscriptions:write' },
  'webhooks.list': { role: 'viewer', scope: 'webhooks:read' },
  'webhooks.create': { role: 'admin', scope: 'webhooks:write' },
  'webhooks.update': { role: 'admin', scope: 'webhooks:write' },
  'webhooks.rotate': { role: 'admin', scope: 'webhooks:write' },
  'webhooks.delete': { role: 'admin', scope: 'webhooks:write' },
  'webhookDeliveries.list': { role: 'viewer', scope: 'webhooks:read' },
  // What a provider wrote may hold more than its records do.
  'webhookDeliveries.get': { role: 'member', scope: 'webhooks:read' },
  'webhookDeliveries.redeliver': { role: 'admin', scope: 'webhooks:write' },
  'doctor.run': { role: 'admin', scope: 'doctor:write' },
  'doctor.get': { role: 'viewer', scope: 'doctor:read' },
  'evidence.list': { role: 'viewer', scope: 'evidence:read' },
  'evidence.verify': { role: 'viewer', scope: 'evidence:read' },
  'evidenceArchive.get': { role: 'viewer', scope: 'evidence:read' },
  'evidenceArchive.save': { role: 'admin', scope: 'evidence:write' },
  'evidenceArchive.remove': { role: 'admin', scope: 'evidence:write' },
  'overview.get': { role: 'viewer', scope: 'connections:read' },
  'members.list': { role: 'viewer', scope: 'members:read' },
  'members.update': { role: 'admin', scope: 'members:write' },
  'members.remove': { role: 'admin', scope: 'members:write' },
  'members.leave': { role: 'viewer', scope: 'members:write' },
  // Whoever reads an invitation's id can join with it, so listing them takes the right to make them.
  'invitations.list': { role: 'admin', scope: 'members:write' },
  'invitations.create': { role: 'admin', scope: 'members:write' },
  'invitations.cancel': { role: 'admin', scope: 'members:write' },
  'sso.list': { role: 'admin', scope: 'sso:read' },
  'sso.create': { role: 'admin', scope: 'sso:write' },
  'sso.update': { role: 'admin', scope: 'sso:write' },
  'sso.delete': { role: 'admin', scope: 'sso:write' },
  'apiKeys.list': { role: 'admin', scope: 'api-keys:read' },
  'apiKeys.create': { role: 'admin', scope: 'api-keys:write' },
  'apiKeys.revoke': { role: 'admin', scope: 'api-keys:write' },
  'audit.list': { role: 'admin', scope: 'audit:read' },
  'audit.verify': { role: 'admin', scope: 'audit:read' },
  'keys.check': { role: 'owner', scope: 'keys:read' },
  'keys.rotate': { role: 'owner', scope: 'keys:write' },
} as const satisfies Record<string, Permission>;

export type PermissionName = keyof typeof permissions;

/** Every scope an API key may be given. `read` stands for all that end in `:read`; `write` for all. */
export const scopes: readonly string[] = [
  'read',
  'write',
  ...[...new Set(Object.values(permissions).map(({ scope }) => scope))].sort(),
];

/** True when the actor's role and, for a key, its scopes allow it. */
export function isAllowed(actor: Actor, name: PermissionName): boolean {
  const permission = permissions[name];
  return rank[actor.role] >= rank[permission.role] && hasScope(actor, permission.scope);
}

/** Everything the actor may do, in the order of the table. */
export function permissionsOf(actor: Actor): PermissionName[] {
  return (Object.keys(permissions) as PermissionName[]).filter((name) => isAllowed(actor, name));
}

/** Throws `forbidden` with what is missing and who can help. */
export function requirePermission(actor: Actor, name: PermissionName): void {
  const permission = permissions[name];
  if (rank[actor.role] < rank[permission.role]) {
    throw new PatchbayError(
      'forbidden',
      `This takes the role ${permission.role}, and yours is ${actor.role}. Ask an owner or admin of the organization to do it or to change your role.`,
    );
  }
  if (!hasScope(actor, permission.scope)) {
    throw new PatchbayError(
      'forbidden',
      `This API key lacks the scope "${permission.scope}". Make a key that has it, or use one without scopes.`,
    );
  }
}

/** True when `role` is at least `least`. */
export function isRoleAtLeast(role: Role, least: Role): boolean {
  return rank[role] >= rank[least];
}

function hasScope(actor: Actor, scope: string): boolean {
  if (actor.scopes === null) return true;
  if (actor.scopes.includes(scope) || actor.scopes.includes('write')) return true;
  return scope.endsWith(':read') && actor.scopes.includes('read');
}
