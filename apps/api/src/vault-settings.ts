import { type ErrorDetail, PatchbayError } from '@patchbay/schema';
import type { Env } from './env.ts';

/** Where Vault is and how Patchbay signs in to it. */
export interface VaultSettings {
  address: string;
  login: { token: string } | { roleId: string; secretId: string };
  namespace: string | undefined;
  mount: string;
  paths: readonly string[];
}

/** The settings of Vault, or null where there is none. Throws invalid_input when they are half given. */
export function readVaultSettings(env: Env): VaultSettings | null {
  const { PATCHBAY_VAULT_ADDR: address, PATCHBAY_VAULT_TOKEN: token } = env;
  const { PATCHBAY_VAULT_ROLE_ID: roleId, PATCHBAY_VAULT_SECRET_ID: secretId } = env;
  if (address === undefined) {
    const given = Object.entries({ PATCHBAY_VAULT_TOKEN: token, PATCHBAY_VAULT_ROLE_ID: roleId }).find(
      ([, value]) => value,
    );
    if (given) throw bad('PATCHBAY_VAULT_ADDR', `must be set when ${given[0]} is`);
    return null;
  }
  if ((roleId === undefined) !== (secretId === undefined)) {
    throw bad('PATCHBAY_VAULT_ROLE_ID', 'and PATCHBAY_VAULT_SECRET_ID must be set together');
  }
  if ((token === undefined) === (roleId === undefined || secretId === undefined)) {
    throw bad(
      'PATCHBAY_VAULT_ADDR',
      'needs either PATCHBAY_VAULT_TOKEN or PATCHBAY_VAULT_ROLE_ID and PATCHBAY_VAULT_SECRET_ID',
    );
  }
  return {
    address,
    login: roleId !== undefined && secretId !== undefined ? { roleId, secretId } : { token: token ?? '' },
    namespace: env.PATCHBAY_VAULT_NAMESPACE,
    mount: env.PATCHBAY_VAULT_MOUNT,
    paths: env.PATCHBAY_VAULT_PATHS,
  };
}

function bad(path: string, message: string): PatchbayError {
  const detail: ErrorDetail = { path, message };
  return new PatchbayError('invalid_input', `${path} ${message}.`, { details: [detail] });
}
