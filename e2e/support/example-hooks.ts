// Webhooks in every state with what they brought, and doctors that have looked at things: what their pages look like in use.
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '@patchbay/client';
import { type S3Server, startS3Server } from '@patchbay/testing';
import { type ApiClient, testConnection } from './api-client.ts';
import { gitConnection, pushOf, repository, startGitServer } from './git-server.ts';

export interface ExampleHooks {
  connectionId: string;
  /** A connection that has no webhook yet. */
  bareId: string;
  /** Ids of webhooks: its hook is at the provider; it could not be made; people made it. */
  registered: string;
  failed: string;
  manual: string;
  /** The id of a doctor that has looked at several connections. */
  doctor: string;
  /** The id of a doctor that looked at the connection with webhooks alone. */
  doctorOfOne: string;
  close(): Promise<void>;
}

async function runDoctor(api: ApiClient, connectionIds: string[]): Promise<string> {
  const { id } = await api.post<{ id: string }>('/doctor/run', { connectionIds });
  const deadline = Date.now() + 90_000;
  while (!(await api.get<{ isFinished: boolean }>(`/doctor/runs/${id}`)).isFinished) {
    if (Date.now() > deadline) throw new Error(`The doctor ${id} has not finished in time.`);
    await delay(100);
  }
  return id;
}

/** Evidence goes to object storage too. */
async function keepEvidence(api: ApiClient, { url, region, accessKeyId, secretAccessKey }: S3Server): Promise<void> {
  const { id: connectionId } = await api.post<Connection>('/integrations/connections', {
    ...{ providerSlug: 's3', name: 'Object storage', authMethod: 'keys', settings: { baseUrl: url, region } },
    credentials: { accessKeyId, secretAccessKey },
  });
  const answer = await api.call('PUT', '/evidence/archive', { connectionId, bucket: 'evidence', prefix: 'patchbay' });
  if (answer.status !== 200) throw new Error(`The evidence cannot be kept: ${answer.text}`);
}

export async function startExampleHooks(api: ApiClient): Promise<ExampleHooks> {
  const [git, storage] = await Promise.all([startGitServer(), startS3Server({ buckets: ['evidence'] })]);
  const close = async () => {
    await Promise.all([git.stop(), storage.stop()]);
  };
  try {
    const connection = await api.post<Connection>(
      '/integrations/connections',
      gitConnection(git, 'Code of the platform'),
    );
    const bare = await api.post<Connection>('/integrations/connections', gitConnection(git, 'Code of the archive'));
    for (const { id } of [connection, bare]) await testConnection(api, id);
    const add = async (body: object) =>
      (await api.post<{ id: string }>(`/integrations/connections/${connection.id}/webhooks`, body)).id;
    const registered = await add({ resource: 'team/app', events: ['push', 'repository'] });
    const issue = { action: 'opened', issue: { number: 7, title: 'The gateway is slow' }, repository };
    await git.deliver('push', pushOf('Make the gateway faster'));
    await git.deliver('repository', { action: 'created', repository });
    await git.deliver('issues', issue);
    await git.deliver('push', pushOf('Not from here'), { secret: 'somebody else' });
    const failed = await add({ resource: 'team/a-repository-with-quite-a-long-name-that-nobody-has-made-yet' });
    const manual = await add({ register: false });
    const doctorOfOne = await runDoctor(api, [connection.id]);
    const { data } = await api.get<{ data: Connection[] }>('/integrations/connections?limit=100');
    const others = data.filter(({ status, id }) => status !== 'disconnected' && id !== bare.id).slice(0, 4);
    const doctor = await runDoctor(api, [...new Set([connection.id, ...others.map(({ id }) => id)])]);
    await keepEvidence(api, storage);
    const ids = { connectionId: connection.id, bareId: bare.id, registered, failed, manual };
    return { ...ids, doctor, doctorOfOne, close };
  } catch (error) {
    await close();
    throw error;
  }
}
