import type { EvidenceArchiveRow } from '@patchbay/db';
import { isPatchbayError } from '@patchbay/schema';
import { performInterface } from '../interfaces/perform.ts';
import type { ServiceContext } from '../types.ts';
import { storageInterface } from './storage-interface.ts';

export interface StoredObject {
  /** Below the folder of the organization. */
  name: string;
  content: string;
  contentType: string;
}

type Place = Pick<EvidenceArchiveRow, 'organizationId' | 'connectionId' | 'bucket' | 'prefix'>;

/** Stores an object where an organization's evidence is kept. What the provider or the connection refuses is in the answer. */
export async function putObject(
  context: ServiceContext,
  { organizationId, connectionId, bucket, prefix }: Place,
  { name, content, contentType }: StoredObject,
): Promise<{ error: string | null }> {
  try {
    const { success, error } = await performInterface(context, {
      connectionId,
      interface: storageInterface,
      input: { bucket, key: `${prefix}${organizationId}/${name}`, content, contentType },
    });
    if (success) return { error: null };
    return { error: error?.message ?? 'The provider stored nothing.' };
  } catch (error) {
    // A connection that is paused, gone or signed out says so itself.
    if (!isPatchbayError(error)) throw error;
    return { error: error.message };
  }
}
