import { createConnection } from '../connections/create.ts';
import type { Connection } from '../dto/index.ts';
import type { ServiceContext } from '../types.ts';
import type { ItemServer } from './item-server.ts';

/** A connection to a local item server, without credentials. */
export function connectItems(context: ServiceContext, server: ItemServer, name = 'Items'): Promise<Connection> {
  return createConnection(context, {
    providerSlug: 'item-store',
    name,
    authMethod: 'none',
    settings: { baseUrl: server.url, pageSize: 100 },
  });
}
