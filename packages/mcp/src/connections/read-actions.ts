import type { Connection, Me, ProviderDetail } from '@patchbay/client';
import { ToolFailure } from '../tool.ts';
import type { Action, Safety } from './action.ts';
import { actionName, connectionNames } from './action-name.ts';
import type { Ask } from './ask.ts';

/** Which actions are wanted of those the key may run. */
export interface ActionFilter {
  /** Ids of connections; empty for all. */
  connectionIds: readonly string[];
  /** `write` holds what reads too. */
  tools: 'read' | 'write' | 'all';
}

export interface ActionCatalog {
  organization: string;
  /** By name. */
  actions: Action[];
  connections: number;
}

const wanted: Record<ActionFilter['tools'], readonly Safety[]> = {
  read: ['read'],
  write: ['read', 'write'],
  all: ['read', 'write', 'destructive'],
};

/**
 * What the key may run now: the operations of the connections of its organization, as far as its role and scopes go. Throws a
 * ToolFailure when the key may run nothing, or a connection that is asked for is not there.
 */
export async function readActions(ask: Ask, filter: ActionFilter): Promise<ActionCatalog> {
  const me = await ask((client) => client.GET('/api/v1/me'));
  requireSense(me);
  const allowed = wanted[filter.tools].filter((safety) => me.permissions.includes(`actions.${safety}`));
  const all = await readConnections(ask);
  const missing = filter.connectionIds.find((id) => !all.some((connection) => connection.id === id));
  if (missing !== undefined) {
    throw new ToolFailure(
      `There is no connection "${missing}" that this key may see. Ids stand in the address of a connection's page, and begin with con_.`,
    );
  }
  const connections = all.filter(
    ({ id, status }) =>
      (filter.connectionIds.length === 0 || filter.connectionIds.includes(id)) &&
      // Nothing can be called through these until somebody brings them back.
      status !== 'paused' &&
      status !== 'disconnected',
  );
  const providers = await readProviders(ask, connections);
  const names = connectionNames(all);
  const actions = connections.flatMap(({ id, name, providerSlug }) => {
    const provider = providers.get(providerSlug);
    const operations = provider?.operations.filter(({ safety }) => allowed.includes(safety)) ?? [];
    return operations.map(({ name: operation, description, safety, input }) => ({
      name: actionName(names.get(id) ?? id, operation),
      connection: { id, name },
      provider: provider?.name ?? providerSlug,
      operation,
      description,
      safety,
      fields: input,
    }));
  });
  actions.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { organization: me.organization.name, actions, connections: connections.length };
}

function requireSense({ permissions, role }: Me): void {
  const needed = ['connections.list', 'providers.get', 'actions.read'];
  const missing = needed.filter((name) => !permissions.includes(name));
  if (missing.length === 0) return;
  throw new ToolFailure(
    `This API key (role ${role}) may not do ${missing.join(', ')}, so there is nothing to offer. Make a key with the scopes connections:read, providers:read and actions:read, and actions:write for more than reading.`,
  );
}

async function readConnections(ask: Ask): Promise<Connection[]> {
  const connections: Connection[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { limit: 500, ...(cursor && { cursor }) };
    const page = await ask((client) => client.GET('/api/v1/integrations/connections', { params: { query } }));
    connections.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor);
  return connections;
}

/** Those of the connections, by slug. One that is gone is left out: a private manifest may have been taken away. */
async function readProviders(ask: Ask, connections: readonly Connection[]): Promise<Map<string, ProviderDetail>> {
  const slugs = [...new Set(connections.map(({ providerSlug }) => providerSlug))];
  const found = await Promise.all(
    slugs.map((slug) =>
      ask<{ provider: ProviderDetail | null }>(async (client) => {
        const path = { slug };
        const { data, error, response } = await client.GET('/api/v1/integrations/providers/{slug}', {
          params: { path },
        });
        if (response.status === 404) return { data: { provider: null }, response };
        return { ...(data && { data: { provider: data } }), error, response };
      }),
    ),
  );
  return new Map(found.flatMap(({ provider }) => (provider ? [[provider.slug, provider] as const] : [])));
}
