import { getFirstOrganizationId, getOauthApp, type OauthApp as StoredOAuthApp } from '@patchbay/db';
import type { OAuthApp } from '@patchbay/runtime';
import type { Manifest } from '@patchbay/schema';
import { open } from '@patchbay/secrets';
import type { OAuthAppSource } from '../dto/index.ts';
import type { ServiceDeps } from '../types.ts';
import { isDefaultServer } from './is-default-server.ts';
import { oauthAppAad } from './oauth-app-aad.ts';
import type { OAuthMethod } from './require-oauth-method.ts';

type FindDeps = Pick<ServiceDeps, 'db' | 'keyRing' | 'readEnv'>;

export interface FoundOAuthApp {
  source: OAuthAppSource;
  app: OAuthApp;
  /** Asked for instead of the manifest's scopes; null is the manifest's. */
  scopes: string[] | null;
}

export interface FindOAuthAppParams {
  organizationId: string;
  manifest: Manifest;
  method: OAuthMethod;
  /** Of the connection: an app that is not the organization's own serves the manifest's default server, and others for the operator only. */
  settings: Readonly<Record<string, unknown>>;
  /** Only the app with this client id: tokens are refreshed by the client they were given to. */
  clientId?: string | undefined;
}

/** The OAuth app to sign in with, first hit wins: the organization's own, the platform's, the environment's. Null when there is none. */
export async function findOAuthApp(deps: FindDeps, params: FindOAuthAppParams): Promise<FoundOAuthApp | null> {
  const { organizationId, manifest, method, settings, clientId } = params;
  const fits = (found: FoundOAuthApp | null) =>
    found !== null && (clientId === undefined || found.app.clientId === clientId) ? found : null;
  const own = fits(await readStored(deps, organizationId, manifest.id));
  if (own !== null) return own;
  // Whoever makes a connection chooses its server. A secret of the operator's goes to no server somebody else has chosen.
  const isSafe =
    isDefaultServer(manifest, method, settings) || (await getFirstOrganizationId(deps.db.orm)) === organizationId;
  if (!isSafe) return null;
  return fits(await readStored(deps, null, manifest.id)) ?? fits(readEnvironment(deps, method));
}

async function readStored(deps: FindDeps, organizationId: string | null, providerSlug: string) {
  const row = await getOauthApp(deps.db.orm, { organizationId, providerSlug });
  return row && openOAuthApp(deps, row);
}

/** A stored app with its secret. Throws when no key of the ring opens it. */
export function openOAuthApp({ keyRing }: Pick<ServiceDeps, 'keyRing'>, row: StoredOAuthApp): FoundOAuthApp {
  return {
    source: row.organizationId === null ? 'platform' : 'organization',
    app: {
      clientId: row.clientId,
      clientSecret: row.envelope === null ? null : open(keyRing, row.envelope, oauthAppAad(row)),
      settings: row.settings,
    },
    scopes: row.scopes,
  };
}

function readEnvironment({ readEnv }: FindDeps, { config }: OAuthMethod): FoundOAuthApp | null {
  const clientId = config.clientIdEnvVar === undefined ? undefined : readEnv(config.clientIdEnvVar);
  if (!clientId) return null;
  const clientSecret = config.clientSecretEnvVar === undefined ? undefined : readEnv(config.clientSecretEnvVar);
  return {
    source: 'environment',
    app: { clientId, clientSecret: clientSecret || null, settings: {} },
    scopes: null,
  };
}
