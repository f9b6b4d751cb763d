import type { Connection } from '@patchbay/client';
import type { DockerRegistry } from '@patchbay/testing';
import type { ApiClient } from './api-client.ts';

export interface RegistryConnectionOptions {
  /** How to sign in; `bearer` follows whatever the registry asks for. */
  authMethod?: 'bearer' | 'basic' | 'none';
  baseUrl?: string;
  password?: string;
  verifyTls?: boolean;
  timeoutMs?: number;
  name?: string;
}

/** The body of POST /integrations/connections for a registry. */
export function registryConnection(registry: DockerRegistry, options: RegistryConnectionOptions = {}) {
  const { authMethod = 'bearer', baseUrl = registry.url, password = registry.password, ...rest } = options;
  return {
    providerSlug: 'docker-registry',
    authMethod,
    settings: {
      baseUrl,
      ...(registry.tokenService ? { tokenServerUrl: new URL(registry.tokenService.realm).origin } : {}),
    },
    ...(authMethod === 'none' ? {} : { credentials: { username: registry.username, password } }),
    ...rest,
  };
}

export function connectRegistry(
  api: ApiClient,
  registry: DockerRegistry,
  options: RegistryConnectionOptions = {},
): Promise<Connection> {
  return api.post<Connection>('/integrations/connections', registryConnection(registry, options));
}
