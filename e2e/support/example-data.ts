import type { Connection, Invitation } from '@patchbay/client';
import type { DockerRegistry } from '@patchbay/testing';
import { type ApiClient, runSync, testConnection } from './api-client.ts';
import { connectRegistry } from './connect-registry.ts';

export interface ExampleData {
  /** Connected, tested and synced. */
  working: Connection;
  /** Connected with a wrong password. */
  failing: Connection;
  /** Paused after it worked. */
  paused: Connection;
  /** The registry that was stopped after its first sync. */
  stopped: Connection;
  /** Ids of an invitation that waits for an answer, and of one that was cancelled. */
  invitations: { open: string; cancelled: string };
}

/** Connections in every state, with runs, records and audit entries: what pages look like when they are in use. */
export async function createExampleData(
  api: ApiClient,
  registries: { open: DockerRegistry; closed: DockerRegistry },
): Promise<ExampleData> {
  const { open, closed } = registries;
  for (const name of ['team/app', 'team/web', 'team/worker', 'platform/gateway', 'platform/base/node'])
    for (const tag of ['1.0.0', '1.1.0', 'latest']) await open.pushImage(name, tag);
  await closed.seedRepositories(40);

  const working = await connectRegistry(api, open, { name: 'Production images' });
  await testConnection(api, working.id);
  for (const sync of ['repositories', 'tags', 'repositories']) await runSync(api, working.id, sync);
  await api.post(`/integrations/connections/${working.id}/actions/listTags`, { repository: 'team/app' });

  const failing = await connectRegistry(api, closed, { name: 'Staging images', password: 'out of date' });
  await testConnection(api, failing.id);

  const paused = await connectRegistry(api, open, { name: 'Images of the old cluster' });
  await testConnection(api, paused.id);
  await api.post(`/integrations/connections/${paused.id}/pause`);

  const stopped = await connectRegistry(api, closed, {
    name: 'A registry with quite a long name, in the branch office of Reykjavík',
  });
  await testConnection(api, stopped.id);
  await runSync(api, stopped.id, 'repositories');
  await closed.stop();
  await runSync(api, stopped.id, 'repositories');

  const invite = (email: string, role: string) => api.post<Invitation>('/invitations', { email, role });
  const waiting = await invite('grace.hopper@example.com', 'member');
  const cancelled = await invite('charles.babbage@example.com', 'viewer');
  await api.call('DELETE', `/invitations/${cancelled.id}`);
  const invitations = { open: waiting.id, cancelled: cancelled.id };
  return { working, failing, paused, stopped, invitations };
}
