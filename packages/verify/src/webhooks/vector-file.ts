import { type WebhookVector, webhookVectorsSchema } from '@patchbay/schema';
import { type FileFault, readAgainst } from '../support/read-against.ts';

/** The file of a manifest folder that holds its vectors. */
export const VECTOR_FILE = 'webhook-vectors.json';

/** Reads the vectors of a folder: none and no faults when there is no such file. */
export function readVectors(files: ReadonlyMap<string, string>): {
  vectors: readonly WebhookVector[];
  faults: readonly FileFault[];
} {
  const text = files.get(VECTOR_FILE);
  if (text === undefined) return { vectors: [], faults: [] };
  const read = readAgainst(text, webhookVectorsSchema, { name: VECTOR_FILE, vocabulary: 'vectors' });
  return 'faults' in read ? { vectors: [], faults: read.faults } : { vectors: read.value, faults: [] };
}
