// What main.ts wires together, behind one import that waits until it is needed.
export { createApp, createServiceApp } from '../app.ts';
export { authChannel, sessionCookieName } from '../auth/auth-settings.ts';
export { createAuthenticator } from '../auth/authenticator.ts';
export { discoverIssuer } from '../auth/discover-issuer.ts';
export { createFindApiKey } from '../auth/find-api-key.ts';
export { isAllowedUrl } from '../auth/is-allowed-url.ts';
export { createKeyUsage } from '../auth/key-usage.ts';
export { createPeople } from '../auth/people.ts';
export { createEventStreams } from '../event-streams.ts';
export { createMetrics } from '../metrics.ts';
export { allowedOrigins } from '../origins.ts';
export { createRateLimiter } from '../rate-limiter.ts';
export { createWebhookLimiter } from '../webhook-limiter.ts';
export { createObservers } from './create-observers.ts';
export { measureTests } from './measure-tests.ts';
export { deriveSessionSecret } from './session-secret.ts';
