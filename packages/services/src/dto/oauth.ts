import type { TestOutcome } from './connection.ts';
import type { FieldView } from './provider.ts';

/** Whose OAuth app serves: the organization's own, the platform's, or one named in environment variables. */
export type OAuthAppSource = 'organization' | 'platform' | 'environment';

/** A client registration at a provider; its secret is write-only. */
export interface OAuthApp {
  id: string;
  providerSlug: string;
  /** platform: it serves every organization that has none of its own. */
  scope: 'organization' | 'platform';
  clientId: string;
  hasSecret: boolean;
  /** Asked for instead of the manifest's own; null is the manifest's. */
  scopes: string[] | null;
  settings: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
  createdBy: string | null;
}

/** How to make the OAuth app of a provider. */
export interface OAuthAppSetup {
  providerSlug: string;
  providerName: string;
  authMethod: string;
  /** Whose app would serve now; null when there is none. */
  source: OAuthAppSource | null;
  /** To enter at the provider, exactly so. */
  callbackUrl: string;
  instructions: string[];
  /** Where at the provider apps are made; null when that depends on a setting that is not there. */
  createAppUrl: string | null;
  /** The same before settings are put in for `{settings.…}`. */
  createAppUrlTemplate: string | null;
  scopes: string[];
  optionalScopes: { scope: string; description: string }[];
  needsSecret: boolean;
  /** Further settings of the app. */
  fields: FieldView[];
  clientIdEnvVar: string | null;
  clientSecretEnvVar: string | null;
  warning: string | null;
}

export interface OAuthAvailability {
  providerSlug: string;
  /** Whether the provider has such a sign-in at all. */
  supported: boolean;
  available: boolean;
  source: OAuthAppSource | null;
}

/** A sign-in that was begun. */
export interface OAuthStart {
  attemptId: string;
  /** Where to send the person's browser. */
  authorizationUrl: string;
  expiresAt: string;
  warning: string | null;
}

/** A sign-in at a provider and how it ended. */
export interface OAuthAttempt {
  id: string;
  providerSlug: string;
  authMethod: string;
  /** install: an app was to be installed at the provider. */
  kind: 'sign_in' | 'install';
  userId: string;
  userLabel: string | null;
  status: 'pending' | 'success' | 'error' | 'expired';
  /** What was made or renewed, or was to be. */
  connectionId: string | null;
  /** The provider's code or ours, and the sentence for people. */
  error: { code: string; message: string } | null;
  /** What the connection answered right after a sign-in that succeeded. */
  test: TestOutcome | null;
  createdAt: string;
  expiresAt: string;
}
