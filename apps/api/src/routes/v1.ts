import { actionRoutes } from './actions.ts';
import { auditLogRoutes } from './audit-log.ts';
import { byProviderRoutes } from './by-provider.ts';
import { connectionRoutes } from './connections.ts';
import { createRouter } from './create-router.ts';
import { discoverRoutes } from './discover.ts';
import { doctorRoutes } from './doctor.ts';
import { eventSubscriptionRoutes } from './event-subscriptions.ts';
import { eventRoutes } from './events.ts';
import { findingExceptionRoutes } from './finding-exceptions.ts';
import { findingRoutes } from './findings.ts';
import { healthRoutes } from './health.ts';
import { incomingWebhookRoutes } from './incoming-webhooks.ts';
import { invitationRoutes } from './invitations.ts';
import { keyRoutes } from './keys.ts';
import { llmKeyRoutes } from './llm-keys.ts';
import { memberRoutes } from './members.ts';
import { oauthRoutes } from './oauth.ts';
import { oauthAppRoutes } from './oauth-apps.ts';
import { oauthCallbackRoutes } from './oauth-callback.ts';
import { overviewRoutes } from './overview.ts';
import { peopleRoutes } from './people.ts';
import { providerRoutes } from './providers.ts';
import { proxyDocumentation } from './proxy.ts';
import { runRoutes } from './runs.ts';
import { setupRoutes } from './setup.ts';
import { ssoRoutes } from './sso.ts';
import { syncRoutes } from './syncs.ts';
import { webhookRoutes } from './webhooks.ts';

/** Everything under /integrations: served below /api/v1, and without that prefix for older callers. */
export const integrationRoutes = createRouter();
integrationRoutes.route('/:slug/incoming-webhooks', incomingWebhookRoutes);
// The provider paths come first: /connections/providers would else be read as a connection's id.
for (const routes of [
  providerRoutes,
  oauthCallbackRoutes,
  oauthRoutes,
  oauthAppRoutes,
  runRoutes,
  syncRoutes,
  actionRoutes,
  findingRoutes,
  findingExceptionRoutes,
  webhookRoutes,
  proxyDocumentation,
  connectionRoutes,
  discoverRoutes,
  // The last: their first part may be any provider.
  byProviderRoutes,
])
  integrationRoutes.route('/', routes);

/** Everything under /api/v1. */
export const v1Routes = createRouter();
for (const routes of [
  setupRoutes,
  healthRoutes,
  peopleRoutes,
  memberRoutes,
  invitationRoutes,
  ssoRoutes,
  overviewRoutes,
  auditLogRoutes,
  eventRoutes,
  eventSubscriptionRoutes,
  doctorRoutes,
  keyRoutes,
])
  v1Routes.route('/', routes);
v1Routes.route('/integrations', integrationRoutes);
v1Routes.route('/llm-keys', llmKeyRoutes);
