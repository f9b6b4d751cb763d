import { type AuthMethod, authMethodLabel } from '@patchbay/schema';
import type { ProviderAtWork } from './create-simulated-provider.ts';
import type { ExampleRequest } from './example-request.ts';
import { rateLimitWays } from './faults/rate-limit-ways.ts';

/** What people need to connect to a simulated provider. */
export interface ProviderDescription {
  id: string;
  name: string;
  baseUrl: string;
  /** Whether a server URL of the connection can point at the simulator; else the runtime has to be pointed at it. */
  hasServerUrl: boolean;
  methods: {
    id: string;
    label: string;
    settings: Record<string, unknown>;
    /** What to type in; of a sign-in at the provider the OAuth app instead. */
    credentials: Record<string, string>;
    oauthApp: { clientId: string; clientSecret: string } | null;
    /** Null where a request has to be signed, or no fixture shows the test. */
    example: ExampleRequest | null;
  }[];
  operations: string[];
  events: string[];
  rateLimitWays: string[];
}

export function describeProvider(work: ProviderAtWork, simulatorUrl: string): ProviderDescription {
  const { manifest, oauth } = work;
  const baseUrl = `${simulatorUrl}/${manifest.id}`;
  const addresses = Object.entries(manifest.settings).flatMap(([name, { type }]) =>
    type === 'url' && manifest.hosts.includes(`{settings.${name}}`) ? [name] : [],
  );
  const settingsOf = (method: AuthMethod) => ({
    ...work.settingsOf(method),
    ...Object.fromEntries(addresses.map((name) => [name, baseUrl])),
  });
  return {
    id: manifest.id,
    name: manifest.name,
    baseUrl,
    hasServerUrl: addresses.length > 0,
    methods: manifest.auth.map((method) => {
      const isSignIn = method.type === 'oauth2' && method.config.grant !== 'client_credentials';
      return {
        id: method.id,
        label: authMethodLabel(method),
        settings: settingsOf(method),
        credentials: isSignIn ? {} : work.credentialsOf(method),
        oauthApp: isSignIn ? oauth.client(method) : null,
        example: work.exampleOf(method, baseUrl),
      };
    }),
    operations: Object.keys(manifest.operations),
    events: Object.keys(manifest.webhooks?.events ?? {}),
    rateLimitWays: rateLimitWays(manifest, null).map(({ id }) => id),
  };
}
