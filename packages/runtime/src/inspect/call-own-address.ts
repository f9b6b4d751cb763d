import { createDispatcherSource, type DispatcherSource } from '../egress/dispatcher-source.ts';
import { createEgressPolicy } from '../egress/egress-policy.ts';
import { readDocument } from '../http/read-document.ts';

/**
 * Calls an address the operator says is ours, as a provider would, and gives the status. Private networks are allowed here: nobody but
 * the operator chooses this address. Throws ProviderError.
 */
export async function callOwnAddress(
  url: string,
  { network }: Pick<DispatcherSource, 'network'>,
  userAgent: string,
): Promise<number> {
  const egress = createEgressPolicy({ allow: ['loopback', 'private'] });
  const dispatchers = createDispatcherSource({ egress, ...network, connectTimeoutMs: 10_000 });
  try {
    const { status } = await readDocument(dispatchers, new URL(url), userAgent);
    return status;
  } finally {
    await dispatchers.close();
  }
}
