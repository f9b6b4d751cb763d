import { type WebhookVector, webhookVectorsSchema } from '@patchbay/schema';

/** The file of a manifest folder that holds its vectors. */
export const VECTOR_FILE = 'webhook-vectors.json';

/** Reads the vectors of a folder: none and no faults when there is no such file. */
export function readVectors(files: ReadonlyMap<string, string>): {
  vectors: readonly WebhookVector[];
  faults: readonly { message: string; near?: string }[];
} {
  const text = files.get(VECTOR_FILE);
  if (text === undefined) return { vectors: [], faults: [] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { vectors: [], faults: [{ message: `${VECTOR_FILE} is not JSON: ${String(error)}` }] };
  }
  const result = webhookVectorsSchema.safeParse(value);
  if (result.success) return { vectors: result.data, faults: [] };
  return {
    vectors: [],
    faults: result.error.issues.map(({ path, message }) => ({
      message: `${VECTOR_FILE}, ${path.join('.') || 'as a whole'}: ${message}`,
      near: `"${String(path.findLast((key) => typeof key === 'string') ?? '')}"`,
    })),
  };
}
