import { getCurrentCredentials } from '@patchbay/db';
import type { LlmKey } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';
import { findLlmConnections } from './find-llm-connections.ts';
import { toLlmKey } from './to-llm-key.ts';

/** The organization's keys of providers of language models, each masked. */
export async function listLlmKeys(context: ServiceContext): Promise<LlmKey[]> {
  const { deps, actor } = context;
  requirePermission(actor, 'connections.list');
  const all = await findLlmConnections(context);
  const { organizationId } = actor;
  const connectionIds = all.map(({ connection }) => connection.id);
  const credentials = await getCurrentCredentials(deps.db.orm, { organizationId, connectionIds });
  return all.map((each) => toLlmKey(each, credentials.get(each.connection.id) ?? null));
}
