import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decryptLegacy } from '@patchbay/secrets';
import { z } from 'zod';
import { apiUsage } from './api-command.ts';
import { CommandError } from './command.ts';

export const credentialsUsage = `Usage: patchbay credentials import FILE [options]

Makes a connection of each entry of a file that an older system's database was written to, and tests it. Secrets are read with
that system's key from PATCHBAY_LEGACY_KEY (AES-256-CBC: 32 bytes, as text or in hex) on this machine; the key is sent nowhere.
When one secret does not open, nothing is imported. An import that was broken off can be run again: nothing is made twice.

  { "connections": [{
      "providerSlug": "mlflow", "name": "Team models", "authMethod": "basic",
      "settings": { "trackingServerUrl": "https://mlflow.example.com" },
      "credentials": { "username": { "value": "<hex>", "iv": "<hex>" }, "password": { "value": "<iv hex>:<hex>" } }
  }] }

${apiUsage}`;

const fileSchema = z.strictObject({
  connections: z
    .array(
      z.strictObject({
        providerSlug: z.string().min(1),
        name: z.string().min(1),
        authMethod: z.string().min(1).optional(),
        settings: z.record(z.string(), z.unknown()).default({}),
        verifyTls: z.boolean().optional(),
        timeoutMs: z.int().optional(),
        credentials: z.record(
          z.string(),
          z.strictObject({ value: z.string().min(1), iv: z.string().min(1).nullish() }),
        ),
      }),
    )
    .min(1),
});

type Entry = z.output<typeof fileSchema>['connections'][number];

/** One connection to make, with its secrets in clear; `key` is the same each time the same entry is read. */
export interface ImportedConnection extends Omit<Entry, 'credentials'> {
  credentials: Record<string, string>;
  key: string;
}

/** Reads and opens the whole file. Throws a CommandError that names every entry and field that is wrong, never a value. */
export function readImportFile(folder: string, name: string, legacyKey: string): ImportedConnection[] {
  const parsed = fileSchema.safeParse(readJson(resolve(folder, name), name));
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new CommandError(`${name} is not a file to import.\n${places.join('\n')}`);
  }
  const { connections } = parsed.data;
  const unreadable: string[] = [];
  const opened = connections.map((entry) => {
    const credentials: Record<string, string> = {};
    for (const [field, secret] of Object.entries(entry.credentials)) {
      const result = decryptLegacy(secret, legacyKey);
      if (result.success) credentials[field] = result.data;
      else unreadable.push(`${entry.name}: ${field}`);
    }
    return { ...entry, credentials, key: `import-${hashOf(entry)}` };
  });
  if (unreadable.length === 0) return opened;
  throw new CommandError(
    `These do not open with PATCHBAY_LEGACY_KEY, so nothing was imported:\n${unreadable.join('\n')}\n` +
      'Check that it is the key of the system they come from, 32 bytes as text or in hex, and that the values were copied whole.',
  );
}

/** Of the entry as it is written, secrets still closed. */
function hashOf(entry: Entry): string {
  return createHash('sha256').update(JSON.stringify(entry)).digest('hex').slice(0, 40);
}

function readJson(path: string, name: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CommandError(`${name} could not be read (${code}). Give the path of the file to import.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${name} is not JSON. "patchbay credentials --help" shows what it must look like.`);
  }
}
