import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OidcProvider, type OidcProviderOptions, startOidcProvider } from '@patchbay/testing';
import { alertStoreManifest } from './alert-store.ts';

/** The id of the provider below. */
export const peopleStore = 'people-store';

/** A private manifest, as an operator would write it: people sign in at a real authorization server, whose API tells who they are. */
const manifest = {
  schema: 1,
  id: peopleStore,
  version: '10.0.0',
  name: 'People Store',
  description: 'A local authorization server whose API tells who signed in.',
  category: 'Development',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com' },
  migrations: {
    '2.0.0': ['Sign in again: the server takes no passwords any more.'],
    '10.0.0': [
      'Connections need the address of the server, as a setting.',
      'Apps need the right to stay signed in (offline_access); ask whoever made the app to add it.',
    ],
  },
  capabilities: ['health'],
  settings: { baseUrl: { type: 'url', label: 'Server URL', required: true } },
  hosts: ['{settings.baseUrl}'],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      label: 'Sign in with People Store',
      setup: ['Press Connect and agree at the server.'],
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

/** The id of a provider of the same server that sends people back with a form of its own, as OpenID Connect's hybrid flow does. */
export const peopleForms = 'people-forms';

const [method] = manifest.auth;
const formsManifest = {
  ...manifest,
  id: peopleForms,
  name: 'People Forms',
  auth: [
    {
      ...method,
      label: 'Sign in with People Forms',
      config: {
        ...method?.config,
        grant: 'hybrid',
        issuer: '{settings.baseUrl}',
        optionalScopes: [{ scope: 'profile', description: 'The name of whoever signs in.' }],
        clientIdEnvVar: 'PEOPLE_FORMS_CLIENT_ID',
        clientSecretEnvVar: 'PEOPLE_FORMS_CLIENT_SECRET',
      },
    },
  ],
};

/** Where providers send people back to, for an admin at that address. */
export const callbackUrlOf = (adminUrl: string) => `${adminUrl}/api/v1/integrations/oauth/callback`;

export interface PeopleStore {
  /** For `startPatchbay({ env })`. */
  env: Record<string, string>;
  peer: OidcProvider;
  close(): Promise<void>;
}

/** The authorization server and a folder with its manifests. `adminUrl` is where people come back to. */
export async function startPeopleStore(adminUrl: string, options: OidcProviderOptions = {}): Promise<PeopleStore> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-people-store-'));
  for (const each of [manifest, formsManifest, alertStoreManifest])
    await writeFile(join(folder, `${each.id}.manifest.json`), JSON.stringify(each));
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
