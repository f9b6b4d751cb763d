import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OidcProvider, type OidcProviderOptions, startOidcProvider } from '@patchbay/testing';

/** The id of the provider below. */
export const peopleStore = 'people-store';

/** A private manifest, as an operator would write it: people sign in at a real authorization server, whose API tells who they are. */
const manifest = {
  schema: 1,
  id: peopleStore,
  version: '1.0.0',
  name: 'People Store',
  description: 'A local authorization server whose API tells who signed in.',
  category: 'Development',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com' },
  capabilities: ['health'],
  settings: { baseUrl: { type: 'url', label: 'Server URL', required: true } },
  hosts: ['{settings.baseUrl}'],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with People Store',
      setup: ['Make an app in the settings of the server.'],
      config: {
        authorizeUrl: '{settings.baseUrl}/auth',
        tokenUrl: '{settings.baseUrl}/token',
        revokeUrl: '{settings.baseUrl}/token/revocation',
        scopes: ['openid', 'offline_access'],
        authorizeParams: { prompt: 'consent' },
        refresh: { rotates: true },
        setupInstructions: 'Open the settings of the server and make an app.\nEnter the callback URL there.',
        createAppUrl: '{settings.baseUrl}/apps',
        clientIdEnvVar: 'PEOPLE_STORE_CLIENT_ID',
        clientSecretEnvVar: 'PEOPLE_STORE_CLIENT_SECRET',
      },
    },
  ],
  http: { baseUrl: '{settings.baseUrl}' },
  operations: { getUser: { description: 'Read who signed in.', request: 'GET /me', safety: 'read' } },
  test: { operation: 'getUser', account: { id: 'sub', label: 'sub' } },
};

/** Where providers send people back to, for an admin at that address. */
export const callbackUrlOf = (adminUrl: string) => `${adminUrl}/api/v1/integrations/oauth/callback`;

export interface PeopleStore {
  /** For `startPatchbay({ env })`. */
  env: Record<string, string>;
  peer: OidcProvider;
  close(): Promise<void>;
}

/** The authorization server and a folder with its manifest. `adminUrl` is where people come back to. */
export async function startPeopleStore(adminUrl: string, options: OidcProviderOptions = {}): Promise<PeopleStore> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-people-store-'));
  await writeFile(join(folder, `${peopleStore}.manifest.json`), JSON.stringify(manifest));
  const accounts = ['ada', 'bob'].map((id) => ({ id, claims: {} }));
  const peer = await startOidcProvider({ redirectUris: [callbackUrlOf(adminUrl)], accounts, ...options });
  return {
    env: { PATCHBAY_MANIFESTS: folder },
    peer,
    async close() {
      await peer.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
