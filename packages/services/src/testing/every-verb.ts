import { isPatchbayError } from '@patchbay/schema';
import { runAction } from '../actions/run.ts';
import { listAuditEntries } from '../audit/list.ts';
import { verifyAuditChain } from '../audit/verify-chain.ts';
import { configureProvider } from '../by-provider/configure.ts';
import { getProviderConfig } from '../by-provider/get-config.ts';
import { getProviderSyncStatus } from '../by-provider/get-sync-status.ts';
import { getProviderToken } from '../by-provider/get-token.ts';
import { listProviderObjects } from '../by-provider/list-objects.ts';
import { probeProvider } from '../by-provider/probe.ts';
import { syncProvider } from '../by-provider/sync.ts';
import { testProvider } from '../by-provider/test.ts';
import { createConnection } from '../connections/create.ts';
import { deleteConnection } from '../connections/delete.ts';
import { disconnectConnection } from '../connections/disconnect.ts';
import { getConnection } from '../connections/get.ts';
import { listConnections } from '../connections/list.ts';
import { pauseConnection } from '../connections/pause.ts';
import { resumeConnection } from '../connections/resume.ts';
import { testConnection } from '../connections/test.ts';
import { updateConnection } from '../connections/update.ts';
import { listCredentialVersions } from '../credentials/list-versions.ts';
import { putCredentials } from '../credentials/put.ts';
import { discoverResources } from '../discovery/discover.ts';
import { getDoctorRun, listDoctorRuns } from '../doctor/get.ts';
import { startDoctor } from '../doctor/start.ts';
import { createEventSubscription } from '../event-subscriptions/create.ts';
import { deleteEventSubscription } from '../event-subscriptions/delete.ts';
import { getEventSubscription } from '../event-subscriptions/get.ts';
import { listEventSubscriptions } from '../event-subscriptions/list.ts';
import { listEventDeliveries } from '../event-subscriptions/list-deliveries.ts';
import { rotateSubscriptionSecret } from '../event-subscriptions/rotate-secret.ts';
import { sendTestEvent } from '../event-subscriptions/send-test.ts';
import { updateEventSubscription } from '../event-subscriptions/update.ts';
import { listEvents } from '../events/list.ts';
import { listEventTypes } from '../events/list-types.ts';
import { listEvidence } from '../evidence/list.ts';
import { verifyEvidenceChain } from '../evidence/verify-chain.ts';
import { getEvidenceArchive } from '../evidence-archive/get.ts';
import { removeEvidenceArchive } from '../evidence-archive/remove.ts';
import { saveEvidenceArchive } from '../evidence-archive/save.ts';
import { createFindingException } from '../finding-exceptions/create.ts';
import { deleteFindingException } from '../finding-exceptions/delete.ts';
import { getFindingException } from '../finding-exceptions/get.ts';
import { listFindingExceptions } from '../finding-exceptions/list.ts';
import { updateFindingException } from '../finding-exceptions/update.ts';
import { getFinding } from '../findings/get.ts';
import { listFindings } from '../findings/list.ts';
import { summarizeFindings } from '../findings/summarize.ts';
import { updateFinding } from '../findings/update.ts';
import { checkKeys } from '../keys/check.ts';
import { rotateKeys } from '../keys/rotate.ts';
import { getLlmKeyStatus } from '../llm-keys/get-status.ts';
import { listLlmKeys } from '../llm-keys/list.ts';
import { listMembers } from '../members/list.ts';
import { listOAuthAttempts } from '../oauth/list-attempts.ts';
import { deleteOAuthApp } from '../oauth-apps/delete.ts';
import { getOAuthAppSetup } from '../oauth-apps/get-setup.ts';
import { listOAuthApps } from '../oauth-apps/list.ts';
import { listOAuthAvailability } from '../oauth-apps/list-availability.ts';
import { saveOAuthApp } from '../oauth-apps/save.ts';
import { getOverview } from '../overview/get.ts';
import { getProvider } from '../providers/get.ts';
import { getProviderLogo } from '../providers/get-logo.ts';
import { listProviders } from '../providers/list.ts';
import { prepareProxy } from '../proxy/prepare.ts';
import { listRecords } from '../records/list.ts';
import { cancelRun } from '../runs/cancel.ts';
import { getRun } from '../runs/get.ts';
import { listRuns } from '../runs/list.ts';
import { listRunLogs } from '../runs/list-logs.ts';
import { getSync } from '../syncs/get.ts';
import { listSyncs } from '../syncs/list.ts';
import { startSync } from '../syncs/start.ts';
import { updateSync } from '../syncs/update.ts';
import type { Role, ServiceContext } from '../types.ts';
import { checkWebhookEndpoint } from '../webhooks/check-hook.ts';
import { createWebhookEndpoint } from '../webhooks/create.ts';
import { deleteWebhookEndpoint } from '../webhooks/delete.ts';
import { getWebhookDelivery } from '../webhooks/get-delivery.ts';
import { listWebhookEndpoints } from '../webhooks/list.ts';
import { listWebhookDeliveries } from '../webhooks/list-deliveries.ts';
import { redeliverWebhook } from '../webhooks/redeliver.ts';
import { rotateWebhookSecret } from '../webhooks/rotate-secret.ts';
import { updateWebhookEndpoint } from '../webhooks/update.ts';

/** What a verb is called on: things of one organization. */
export interface Subject {
  connectionId: string;
  runId: string;
  findingId: string;
  exceptionId: string;
  webhookId: string;
  webhookDeliveryId: string;
  doctorId: string;
  /** Where a server of items listens. */
  baseUrl: string;
}

export interface VerbCase {
  name: string;
  /** The least role that may call it. */
  role: Role;
  /** Whether it takes an id, which another organization must not reach. */
  takesId: boolean;
  call(context: ServiceContext, subject: Subject): Promise<unknown>;
}

const onConnection: Omit<VerbCase, 'takesId'>[] = [
  {
    name: 'evidenceArchive.save',
    role: 'admin',
    call: (context, { connectionId }) => saveEvidenceArchive(context, { connectionId, bucket: 'evidence' }),
  },
  {
    name: 'webhooks.list',
    role: 'viewer',
    call: (context, { connectionId }) => listWebhookEndpoints(context, { connectionId }),
  },
  {
    name: 'webhooks.create',
    role: 'admin',
    call: (context, { connectionId }) => createWebhookEndpoint(context, { connectionId }),
  },
  {
    name: 'webhooks.update',
    role: 'admin',
    call: (context, { connectionId, webhookId: id }) =>
      updateWebhookEndpoint(context, { connectionId, id, events: null }),
  },
  {
    name: 'webhooks.check',
    role: 'admin',
    call: (context, { connectionId, webhookId: id }) => checkWebhookEndpoint(context, { connectionId, id }),
  },
  {
    name: 'webhooks.rotate',
    role: 'admin',
    call: (context, { connectionId, webhookId: id }) => rotateWebhookSecret(context, { connectionId, id }),
  },
  {
    name: 'webhooks.delete',
    role: 'admin',
    call: (context, { connectionId, webhookId: id }) => deleteWebhookEndpoint(context, { connectionId, id }),
  },
  {
    name: 'webhookDeliveries.list of a connection',
    role: 'viewer',
    call: (context, { connectionId }) => listWebhookDeliveries(context, { connectionId }),
  },
  {
    name: 'webhookDeliveries.get',
    role: 'member',
    call: (context, { webhookDeliveryId: id }) => getWebhookDelivery(context, { id }),
  },
  {
    name: 'webhookDeliveries.redeliver',
    role: 'admin',
    call: (context, { webhookDeliveryId: id }) => redeliverWebhook(context, { id }),
  },
  {
    name: 'doctor.run',
    role: 'admin',
    call: (context, { connectionId }) => startDoctor(context, { connectionIds: [connectionId] }),
  },
  { name: 'doctor.get', role: 'viewer', call: (context, { doctorId: id }) => getDoctorRun(context, { id }) },
  { name: 'connections.get', role: 'viewer', call: (context, { connectionId: id }) => getConnection(context, { id }) },
  {
    name: 'connections.update',
    role: 'admin',
    call: (context, { connectionId: id }) => updateConnection(context, { id, name: 'x' }),
  },
  { name: 'connections.test', role: 'admin', call: (context, { connectionId: id }) => testConnection(context, { id }) },
  {
    name: 'connections.pause',
    role: 'admin',
    call: (context, { connectionId: id }) => pauseConnection(context, { id }),
  },
  {
    name: 'connections.resume',
    role: 'admin',
    call: (context, { connectionId: id }) => resumeConnection(context, { id }),
  },
  {
    name: 'credentials.put',
    role: 'admin',
    call: (context, { connectionId }) => putCredentials(context, { connectionId, credentials: {} }),
  },
  {
    name: 'credentials.listVersions',
    role: 'member',
    call: (context, { connectionId }) => listCredentialVersions(context, { connectionId }),
  },
  {
    name: 'discovery.discover',
    role: 'viewer',
    call: (context, { connectionId }) => discoverResources(context, { connectionId, resourceType: 'items' }),
  },
  { name: 'syncs.list', role: 'viewer', call: (context, { connectionId }) => listSyncs(context, { connectionId }) },
  {
    name: 'syncs.get',
    role: 'viewer',
    call: (context, { connectionId }) => getSync(context, { connectionId, sync: 'items' }),
  },
  {
    name: 'syncs.update',
    role: 'admin',
    call: (context, { connectionId }) => updateSync(context, { connectionId, sync: 'items', isEnabled: false }),
  },
  { name: 'syncs.start', role: 'member', call: (context, { connectionId }) => startSync(context, { connectionId }) },
  { name: 'runs.list', role: 'viewer', call: (context, { connectionId }) => listRuns(context, { connectionId }) },
  { name: 'records.list', role: 'viewer', call: (context, { connectionId }) => listRecords(context, { connectionId }) },
  {
    name: 'actions.run read',
    role: 'viewer',
    call: (context, { connectionId }) => runAction(context, { connectionId, operation: 'listItems' }),
  },
  {
    name: 'actions.run write',
    role: 'member',
    call: (context, { connectionId }) =>
      runAction(context, { connectionId, operation: 'createItem', input: { name: 'x' } }),
  },
  {
    name: 'actions.run destructive',
    role: 'admin',
    call: (context, { connectionId }) =>
      runAction(context, { connectionId, operation: 'deleteItem', input: { id: 'x' } }),
  },
  ...(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'OPTIONS', 'DELETE'] as const).map((method) => ({
    name: `proxy.prepare ${method}`,
    role:
      method === 'GET' || method === 'HEAD'
        ? ('viewer' as const)
        : method === 'DELETE'
          ? ('admin' as const)
          : ('member' as const),
    call: (context: ServiceContext, { connectionId }: Subject) => prepareProxy(context, { connectionId, method }),
  })),
  { name: 'runs.get', role: 'viewer', call: (context, { runId: id }) => getRun(context, { id }) },
  { name: 'runs.listLogs', role: 'viewer', call: (context, { runId: id }) => listRunLogs(context, { id }) },
  { name: 'runs.cancel', role: 'member', call: (context, { runId: id }) => cancelRun(context, { id }) },
  { name: 'findings.get', role: 'viewer', call: (context, { findingId: id }) => getFinding(context, { id }) },
  {
    name: 'findings.update',
    role: 'member',
    call: (context, { findingId: id }) => updateFinding(context, { id, status: 'ignored', reason: 'x' }),
  },
  {
    name: 'findingExceptions.get',
    role: 'viewer',
    call: (context, { exceptionId: id }) => getFindingException(context, { id }),
  },
  {
    name: 'findingExceptions.update',
    role: 'admin',
    call: (context, { exceptionId: id }) => updateFindingException(context, { id, reason: 'y' }),
  },
  {
    name: 'findingExceptions.create on a connection',
    role: 'admin',
    call: (context, { connectionId }) => createFindingException(context, { connectionId, rule: 'x', reason: 'x' }),
  },
  {
    name: 'findingExceptions.delete',
    role: 'admin',
    call: (context, { exceptionId: id }) => deleteFindingException(context, { id }),
  },
  {
    name: 'connections.disconnect',
    role: 'admin',
    call: (context, { connectionId: id }) => disconnectConnection(context, { id }),
  },
  {
    name: 'connections.delete',
    role: 'admin',
    call: (context, { connectionId: id }) => deleteConnection(context, { id }),
  },
  {
    name: 'connections.delete purge',
    role: 'admin',
    call: (context, { connectionId: id }) => deleteConnection(context, { id, purge: true }),
  },
];

/** A verb on the one connection of a provider, which is there before it is called. */
function onProvider(name: string, role: Role, call: (context: ServiceContext) => Promise<unknown>) {
  return {
    name,
    role,
    call: async (context: ServiceContext, { baseUrl }: Subject) => {
      const owner = { ...context.actor, type: 'user', role: 'owner', scopes: null } as const;
      const values = { authMethod: 'none', baseUrl };
      await configureProvider({ ...context, actor: owner }, { slug: 'hidden-store', values });
      return call(context);
    },
  };
}

const slug = 'hidden-store';
/** Verbs of one event subscription: each gets one of its own. */
const onSubscription: { name: string; call(context: ServiceContext, id: string): Promise<unknown> }[] = [
  { name: 'eventSubscriptions.getListed', call: (context, id) => getEventSubscription(context, { id }) },
  { name: 'eventSubscriptions.listDeliveries', call: (context, id) => listEventDeliveries(context, { id }) },
  { name: 'eventSubscriptions.update', call: (context, id) => updateEventSubscription(context, { id, name: 'x' }) },
  { name: 'eventSubscriptions.rotateSecret', call: (context, id) => rotateSubscriptionSecret(context, { id }) },
  { name: 'eventSubscriptions.send', call: (context, id) => sendTestEvent(context, { id }) },
  { name: 'eventSubscriptions.delete', call: (context, id) => deleteEventSubscription(context, { id }) },
];

async function createAndDeleteSubscription(context: ServiceContext): Promise<null> {
  const { id } = await createEventSubscription(context, { url: 'http://127.0.0.1:1/' });
  await deleteEventSubscription(context, { id });
  return null;
}

/** A subscription made and removed by an owner, whoever the verb is called by. */
async function withSubscription(context: ServiceContext, call: (id: string) => Promise<unknown>): Promise<unknown> {
  const owner = { ...context, actor: { ...context.actor, type: 'user', role: 'owner', scopes: null } as const };
  const { id } = await createEventSubscription(owner, { url: 'http://127.0.0.1:1/' });
  try {
    return (await call(id)) ?? null;
  } finally {
    await deleteEventSubscription(owner, { id }).catch(() => {});
  }
}

const onOrganization: Omit<VerbCase, 'takesId'>[] = [
  onProvider('byProvider.getConfig', 'viewer', (context) => getProviderConfig(context, { slug })),
  onProvider('byProvider.getSyncStatus', 'viewer', (context) => getProviderSyncStatus(context, { slug })),
  onProvider('byProvider.listObjects', 'viewer', (context) =>
    listProviderObjects(context, { slug, collection: 'items' }),
  ),
  onProvider('byProvider.probe', 'viewer', (context) => probeProvider(context, { slug })),
  onProvider('byProvider.configure', 'admin', (context) =>
    configureProvider(context, { slug, values: { timeout: 20 } }),
  ),
  onProvider('byProvider.test', 'admin', (context) => testProvider(context, { slug })),
  onProvider('byProvider.sync', 'member', (context) => syncProvider(context, { slug })),
  { name: 'tokens.get', role: 'admin', call: (context) => getProviderToken(context, { slug: 'item-store' }) },
  { name: 'llmKeys.list', role: 'viewer', call: (context) => listLlmKeys(context) },
  { name: 'llmKeys.getStatus', role: 'viewer', call: (context) => getLlmKeyStatus(context) },
  { name: 'providers.list', role: 'viewer', call: (context) => listProviders(context, {}) },
  { name: 'providers.get', role: 'viewer', call: (context) => getProvider(context, { slug: 'item-store' }) },
  { name: 'providers.logo', role: 'viewer', call: (context) => getProviderLogo(context, { slug: 'item-store' }) },
  { name: 'connections.list', role: 'viewer', call: (context) => listConnections(context, {}) },
  {
    name: 'connections.create',
    role: 'admin',
    call: (context, { baseUrl }) =>
      createConnection(context, { providerSlug: 'item-store', authMethod: 'none', settings: { baseUrl } }),
  },
  { name: 'findings.list', role: 'viewer', call: (context) => listFindings(context, {}) },
  { name: 'findings.summarize', role: 'viewer', call: (context) => summarizeFindings(context, {}) },
  { name: 'findingExceptions.list', role: 'viewer', call: (context) => listFindingExceptions(context, {}) },
  {
    name: 'findingExceptions.create',
    role: 'admin',
    call: (context) => createFindingException(context, { rule: 'x', reason: 'x' }),
  },
  { name: 'runs.list all', role: 'viewer', call: (context) => listRuns(context, {}) },
  { name: 'oauthApps.setup', role: 'viewer', call: (context) => getOAuthAppSetup(context, { slug: 'people-store' }) },
  { name: 'oauthApps.availability', role: 'viewer', call: (context) => listOAuthAvailability(context, {}) },
  { name: 'oauthApps.list', role: 'member', call: (context) => listOAuthApps(context) },
  {
    name: 'oauthApps.save',
    role: 'admin',
    call: (context) =>
      saveOAuthApp(context, { providerSlug: 'people-store', clientId: 'x', clientSecret: 'a-client-secret' }),
  },
  { name: 'oauth.listAttempts', role: 'admin', call: (context) => listOAuthAttempts(context, {}) },
  {
    name: 'oauthApps.delete',
    role: 'admin',
    call: async (context) => {
      const owner = { ...context.actor, type: 'user', role: 'owner', scopes: null } as const;
      const app = { providerSlug: 'people-store', clientId: 'x', clientSecret: 'a-client-secret' };
      await saveOAuthApp({ ...context, actor: owner }, app);
      await deleteOAuthApp(context, { slug: 'people-store' });
      return null;
    },
  },
  { name: 'events.list', role: 'viewer', call: (context) => listEvents(context, {}) },
  { name: 'events.types', role: 'viewer', call: async (context) => listEventTypes(context) },
  { name: 'eventSubscriptions.list', role: 'admin', call: (context) => listEventSubscriptions(context, {}) },
  {
    name: 'eventSubscriptions.create',
    role: 'admin',
    call: (context) => createAndDeleteSubscription(context),
  },
  ...onSubscription.map(({ name, call }) => ({
    name,
    role: 'admin' as const,
    call: (context: ServiceContext) => withSubscription(context, (id) => call(context, id)),
  })),
  { name: 'webhookDeliveries.list', role: 'viewer', call: (context) => listWebhookDeliveries(context, {}) },
  { name: 'doctor.list', role: 'viewer', call: (context) => listDoctorRuns(context, {}) },
  { name: 'evidence.list', role: 'viewer', call: (context) => listEvidence(context, {}) },
  { name: 'evidence.verify', role: 'viewer', call: (context) => verifyEvidenceChain(context) },
  { name: 'evidenceArchive.get', role: 'viewer', call: (context) => getEvidenceArchive(context) },
  {
    name: 'evidenceArchive.remove',
    role: 'admin',
    // There may be none, which is said to those only who may remove it.
    call: (context) =>
      removeEvidenceArchive(context).catch((error: unknown) => {
        if (!isPatchbayError(error) || error.code !== 'not_found') throw error;
        return null;
      }),
  },
  { name: 'overview.get', role: 'viewer', call: (context) => getOverview(context) },
  { name: 'members.list', role: 'viewer', call: (context) => listMembers(context, {}) },
  { name: 'audit.list', role: 'admin', call: (context) => listAuditEntries(context, {}) },
  { name: 'audit.verify', role: 'admin', call: (context) => verifyAuditChain(context) },
  { name: 'keys.check', role: 'owner', call: (context) => checkKeys(context) },
  { name: 'keys.rotate', role: 'owner', call: (context) => rotateKeys(context) },
];

/** Every verb people call, so that one test can hold all of them against roles and organizations. */
export const everyVerb: VerbCase[] = [
  ...onConnection.map((verb) => ({ ...verb, takesId: true })),
  ...onOrganization.map((verb) => ({ ...verb, takesId: false })),
];
