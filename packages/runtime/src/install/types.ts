import type { CallOptions, Target } from '../types.ts';

export interface InstallReturn {
  /** The parameters the person came back with. */
  parameters: URLSearchParams;
  /** Our own address, exactly as it is registered at the provider. */
  redirectUri: string;
  state: string;
}

/** Why a person who came back has no installation; in the `problem` of the error's data. */
export type InstallProblem =
  | 'install_requested'
  | 'install_missing'
  | 'install_unproven'
  | 'install_foreign'
  | 'install_suspended';

/** Installing an app at a provider, as the manifest's method declares it. Every verb throws ProviderError for what the provider does. */
export interface AppInstalls {
  /** Where to send a person who installs the app. */
  start(target: Target, state: string, options?: CallOptions): Promise<string>;
  /** The id of the installation, once the provider has said that it is one of whoever came back. */
  prove(target: Target, returned: InstallReturn, options?: CallOptions): Promise<string>;
}
