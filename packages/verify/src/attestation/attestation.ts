import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The file of a manifest folder that says which live runs there were, one a line. */
export const attestationFile = 'attestations.jsonl';

/** What a live run showed. No account, address, setting or secret: it is public for ever. */
export const attestationSchema = z.strictObject({
  manifest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .describe('Hash of the manifest that ran, as canonical JSON.'),
  version: z.string().describe("The manifest's version then."),
  date: z.iso.date().describe('The day of the run, in UTC.'),
  authMethod: z.string().describe('How it was signed in.'),
  apiVersion: z
    .string()
    .regex(/^[\w.+/ -]{1,40}$/)
    .nullable()
    .describe('What the provider called its version; null when it did not.'),
  operations: z.array(z.string()).min(1).describe('What ran live and gave what the manifest says, the test first.'),
});
export type Attestation = z.output<typeof attestationSchema>;

/** Names what was reviewed and ran: any change of the data gives another. `canonical` is the canonical JSON of a manifest. */
export function hashManifest(canonical: string): string {
  return `sha256:${createHash('sha256').update(canonical).digest('hex')}`;
}

/** The lines of the file, each read or not. */
export function readAttestations(text: string): { line: number; attestation: Attestation | null }[] {
  return text
    .split('\n')
    .map((written, index) => ({ written, line: index + 1 }))
    .filter(({ written }) => written.trim() !== '')
    .map(({ written, line }) => ({ line, attestation: readLine(written) }));
}

function readLine(written: string): Attestation | null {
  try {
    return attestationSchema.safeParse(JSON.parse(written)).data ?? null;
  } catch {
    return null;
  }
}
