import type { DBAdapter, DBTransactionAdapter } from 'better-auth';
import type { SsoSettings, StoredProvider } from './auth-settings.ts';

type Reader = Pick<DBAdapter, 'findOne' | 'findMany'>;
type CreateAdapter<Options> = (options: Options) => DBAdapter;

/**
 * The library reads a provider's client secret from the database in clear. It is not there: it is sealed, and put back into what the
 * library reads, in memory alone.
 */
export function withSsoSecrets<Options>(
  createAdapter: CreateAdapter<Options>,
  sso: Pick<SsoSettings, 'openConfig'>,
): CreateAdapter<Options> {
  const opened = (row: unknown): unknown => {
    const provider = row as StoredProvider | null;
    return provider?.envelope ? { ...provider, oidcConfig: sso.openConfig(provider) } : row;
  };
  function wrap<Adapter extends Reader>(adapter: Adapter): Adapter {
    return {
      ...adapter,
      findOne: async (query: Parameters<Reader['findOne']>[0]) => {
        const row = await adapter.findOne(query);
        return query.model === 'ssoProvider' ? opened(row) : row;
      },
      findMany: async (query: Parameters<Reader['findMany']>[0]) => {
        const rows = await adapter.findMany(query);
        return query.model === 'ssoProvider' ? rows.map(opened) : rows;
      },
    };
  }
  return (options) => {
    const adapter = createAdapter(options);
    return {
      ...wrap(adapter),
      transaction: (work) => adapter.transaction((inner: DBTransactionAdapter) => work(wrap(inner))),
    };
  };
}
