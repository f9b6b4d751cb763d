import { PatchbayError } from '@patchbay/schema';

/** `authref://<store>/<path>#<key>`: where a secret is kept, instead of the secret. */
export interface AuthRef {
  store: string;
  path: string;
  /** Which entry of what is found at the path; null when the reference names none. */
  key: string | null;
}

const shape = /^authref:\/\/([a-z][a-z0-9_-]{0,31})\/([A-Za-z0-9._~/-]{1,500})(?:#([A-Za-z0-9._~-]{1,200}))?$/;

/** Throws invalid_input when the text is not such a reference. */
export function parseAuthRef(uri: string): AuthRef {
  const [, store, path, key] = shape.exec(uri) ?? [];
  const isStrange = path?.split('/').some((segment) => segment === '' || segment === '.' || segment === '..');
  if (store === undefined || path === undefined || isStrange) {
    throw new PatchbayError(
      'invalid_input',
      'This is not a reference to a secret. Write authref://<store>/<path>#<key>, such as authref://vault/patchbay/<organization id>/gitlab#access-token or authref://env/PATCHBAY_SECRET_GITLAB.',
    );
  }
  return { store, path, key: key ?? null };
}
