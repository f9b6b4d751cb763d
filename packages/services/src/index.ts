export type { RunBacklog } from '@patchbay/db';
export { type CallObserver, failSpan, withSpan } from '@patchbay/runtime';
export { runAction } from './actions/run.ts';
export { type AuditNote, recordAudit } from './audit/append.ts';
export { listAuditEntries } from './audit/list.ts';
export { recordAuthRefAccess } from './audit/record-auth-ref-access.ts';
export { verifyAuditChain } from './audit/verify-chain.ts';
export { configureProvider } from './by-provider/configure.ts';
export { deleteProviderToken } from './by-provider/delete-token.ts';
export { getProviderConfig } from './by-provider/get-config.ts';
export { getProviderSyncStatus } from './by-provider/get-sync-status.ts';
export { getProviderToken } from './by-provider/get-token.ts';
export { listProviderObjects } from './by-provider/list-objects.ts';
export { probeProvider } from './by-provider/probe.ts';
export { saveProviderToken } from './by-provider/save-token.ts';
export { syncProvider } from './by-provider/sync.ts';
export { testProvider } from './by-provider/test.ts';
export { testProviderToken } from './by-provider/test-token.ts';
export { connectionChannel, createServiceCache, type ServiceCache, type ServiceCacheOptions } from './cache.ts';
export { createConnection } from './connections/create.ts';
export { createHealthPoller, type HealthPoller, type HealthPollerOptions } from './connections/create-health-poller.ts';
export { deleteConnection } from './connections/delete.ts';
export { disconnectConnection } from './connections/disconnect.ts';
export { getConnection } from './connections/get.ts';
export { listConnections } from './connections/list.ts';
export { listenForChanges } from './connections/listen-for-changes.ts';
export { pauseConnection } from './connections/pause.ts';
export { resumeConnection } from './connections/resume.ts';
export { testConnection } from './connections/test.ts';
export { updateConnection } from './connections/update.ts';
export { flushUses } from './credentials/flush-uses.ts';
export { listCredentialVersions } from './credentials/list-versions.ts';
export { putCredentials } from './credentials/put.ts';
export { releaseLeases } from './credentials/release-leases.ts';
export { renewCredentials } from './credentials/renew.ts';
export { renewDueCredentials } from './credentials/renew-due.ts';
export { discoverResources } from './discovery/discover.ts';
export { answerPing } from './doctor/answer-ping.ts';
export { getDoctorRun, listDoctorRuns } from './doctor/get.ts';
export { type RunDoctorOptions, runDoctor } from './doctor/run.ts';
export { startDoctor } from './doctor/start.ts';
export type * from './dto/index.ts';
export { createEventSubscription } from './event-subscriptions/create.ts';
export { deleteEventSubscription } from './event-subscriptions/delete.ts';
export { getEventSubscription } from './event-subscriptions/get.ts';
export { listEventSubscriptions } from './event-subscriptions/list.ts';
export { listEventDeliveries } from './event-subscriptions/list-deliveries.ts';
export { redeliverEvent } from './event-subscriptions/redeliver.ts';
export { rotateSubscriptionSecret } from './event-subscriptions/rotate-secret.ts';
export { sendTestEvent } from './event-subscriptions/send-test.ts';
export { updateEventSubscription } from './event-subscriptions/update.ts';
export { type AttemptOptions, attemptDelivery } from './events/attempt-delivery.ts';
export { type ClaimedDelivery, type ClaimOptions, claimDeliveries } from './events/claim-deliveries.ts';
export { createEventTail, type EventTail, type EventTailOptions } from './events/create-event-tail.ts';
export { eventsChannel, publishedChannel } from './events/emit.ts';
export { type EventFeed, followEvents } from './events/follow.ts';
export { listEvents } from './events/list.ts';
export { listEventTypes } from './events/list-types.ts';
export { pruneEvents } from './events/prune.ts';
export { type PublishOptions, publishPendingEvents } from './events/publish.ts';
export { listEvidence } from './evidence/list.ts';
export { verifyEvidenceChain } from './evidence/verify-chain.ts';
export { archiveDueEvidence } from './evidence-archive/archive-due.ts';
export { getEvidenceArchive } from './evidence-archive/get.ts';
export { removeEvidenceArchive } from './evidence-archive/remove.ts';
export { saveEvidenceArchive } from './evidence-archive/save.ts';
export { createFindingException } from './finding-exceptions/create.ts';
export { deleteFindingException } from './finding-exceptions/delete.ts';
export { getFindingException } from './finding-exceptions/get.ts';
export { listFindingExceptions } from './finding-exceptions/list.ts';
export { updateFindingException } from './finding-exceptions/update.ts';
export { getFinding } from './findings/get.ts';
export { listFindings } from './findings/list.ts';
export { reopenDueFindings } from './findings/reopen-due.ts';
export { summarizeFindings } from './findings/summarize.ts';
export { updateFinding } from './findings/update.ts';
export { createIncomingWebhook } from './incoming-webhooks/create.ts';
export { deleteIncomingWebhook } from './incoming-webhooks/delete.ts';
export { getIncomingWebhook } from './incoming-webhooks/get.ts';
export { listIncomingWebhooks } from './incoming-webhooks/list.ts';
export { sendIncomingMessage } from './incoming-webhooks/send.ts';
export { updateIncomingWebhook } from './incoming-webhooks/update.ts';
export { performInterface } from './interfaces/perform.ts';
export { cancelInvitation } from './invitations/cancel.ts';
export { createInvitation } from './invitations/create.ts';
export { getInvitation } from './invitations/get.ts';
export { listInvitations } from './invitations/list.ts';
export { checkKeys } from './keys/check.ts';
export { type RequireKnownKeysOptions, requireKnownKeys } from './keys/require-known-keys.ts';
export { rotateKeys } from './keys/rotate.ts';
export { createLlmKey } from './llm-keys/create.ts';
export { deleteLlmKey } from './llm-keys/delete.ts';
export { getLlmKey } from './llm-keys/get.ts';
export { getLlmKeyStatus } from './llm-keys/get-status.ts';
export { listLlmKeys } from './llm-keys/list.ts';
export { updateLlmKey } from './llm-keys/update.ts';
export { changeMemberRole } from './members/change-role.ts';
export { leaveOrganization } from './members/leave.ts';
export { listMembers, toRole } from './members/list.ts';
export { noteComeBack } from './members/note-come-back.ts';
export { removeMember } from './members/remove.ts';
export { type CompleteOAuthParams, completeOAuth } from './oauth/complete.ts';
export { getOAuthAttempt } from './oauth/get-attempt.ts';
export { installApp } from './oauth/install.ts';
export { listOAuthAttempts } from './oauth/list-attempts.ts';
export { startOAuth } from './oauth/start.ts';
export { deleteOAuthApp } from './oauth-apps/delete.ts';
export { getOAuthAppSetup } from './oauth-apps/get-setup.ts';
export { listOAuthApps } from './oauth-apps/list.ts';
export { listOAuthAvailability } from './oauth-apps/list-availability.ts';
export { saveOAuthApp } from './oauth-apps/save.ts';
export type { Observer } from './observer.ts';
export { getOverview } from './overview/get.ts';
export {
  isAllowed,
  isRoleAtLeast,
  type PermissionName,
  permissions,
  permissionsOf,
  requirePermission,
  scopes,
} from './permissions.ts';
export { getProvider } from './providers/get.ts';
export { getProviderLogo } from './providers/get-logo.ts';
export { listProviders } from './providers/list.ts';
export { createProxyAudit, type ProxyAudit } from './proxy/create-proxy-audit.ts';
export { noteProxiedCall, type ProxiedCall } from './proxy/note.ts';
export { prepareProxy } from './proxy/prepare.ts';
export { listRecords } from './records/list.ts';
export { cancelRun } from './runs/cancel.ts';
export { getRun } from './runs/get.ts';
export { listRuns } from './runs/list.ts';
export { listRunLogs } from './runs/list-logs.ts';
export { markInterruptedRuns, type SweepOptions } from './runs/mark-interrupted.ts';
export { pruneRuns } from './runs/prune.ts';
export { createSetup, type SetupResult } from './setup/create.ts';
export { getSetupStatus } from './setup/get-status.ts';
export { checkSamlResponse } from './sso/check-saml-response.ts';
export { createSsoProvider } from './sso/create.ts';
export { deleteSsoProvider } from './sso/delete.ts';
export { findSsoProviderByEmail } from './sso/find-by-email.ts';
export { getSsoProvider } from './sso/get.ts';
export { isKeptOut } from './sso/is-kept-out.ts';
export { joinBySignIn, type SignedInPerson } from './sso/join-by-sign-in.ts';
export { listSsoProviders } from './sso/list.ts';
export { openSsoConfig } from './sso/open-config.ts';
export { ssoOpensOwners } from './sso/opens-owners.ts';
export { updateSsoProvider } from './sso/update.ts';
export { verifySsoDomain } from './sso/verify-domain.ts';
export { createTurns, type TurnLimits, type Turns, type WaitingRun } from './syncs/create-turns.ts';
export { getSync } from './syncs/get.ts';
export { listSyncs } from './syncs/list.ts';
export { queueRequestedSyncs } from './syncs/queue-requested.ts';
export { type RunSyncOptions, runSync } from './syncs/run.ts';
export { callForWaitingSyncs, runNextSync } from './syncs/run-next.ts';
export { type ScheduledSyncs, scheduleDueSyncs } from './syncs/schedule-due.ts';
export { seedSchedules } from './syncs/seed-schedules.ts';
export { startSync } from './syncs/start.ts';
export { updateSync } from './syncs/update.ts';
export type {
  Actor,
  Clock,
  DiscoveredIssuer,
  IdentityProvider,
  Job,
  JobQueue,
  Logger,
  Role,
  ServiceContext,
  ServiceDeps,
  ServiceSettings,
  SsoEnvironment,
} from './types.ts';
export { checkDueHooks } from './webhooks/check-due-hooks.ts';
export { checkWebhookEndpoint } from './webhooks/check-hook.ts';
export { createWebhookEndpoint } from './webhooks/create.ts';
export {
  createWebhookIntake,
  type WebhookIntake,
  type WebhookIntakeOptions,
  webhookChannel,
} from './webhooks/create-intake.ts';
export { deleteWebhookEndpoint } from './webhooks/delete.ts';
export { flushWebhookTraffic } from './webhooks/flush-traffic.ts';
export { getWebhookDelivery } from './webhooks/get-delivery.ts';
export { handleWebhookDeliveries } from './webhooks/handle.ts';
export { listWebhookEndpoints } from './webhooks/list.ts';
export { listWebhookDeliveries } from './webhooks/list-deliveries.ts';
export { type OpenEndpoint, openWebhookEndpoint, type WebhookAddress } from './webhooks/open-endpoint.ts';
export { pruneWebhooks } from './webhooks/prune.ts';
export { type Received, receiveWebhook } from './webhooks/receive.ts';
export { redeliverWebhook } from './webhooks/redeliver.ts';
export { rotateWebhookSecret } from './webhooks/rotate-secret.ts';
export { updateWebhookEndpoint } from './webhooks/update.ts';
export { highestMaxBodyBytes } from './webhooks/webhook-policy.ts';
