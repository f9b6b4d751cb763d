import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runtime, Target } from '@patchbay/runtime';
import {
  type AuthMethod,
  credentialFields,
  grantedCredentials,
  type Manifest,
  operationOf,
  testOf,
} from '@patchbay/schema';
import { writeAtomically } from '../fix/write-atomically.ts';
import type { SourceContext } from '../manifest/context.ts';
import { loadContexts } from '../manifest/load-contexts.ts';
import { readManifestFolders } from '../manifest/read-folders.ts';
import { suggest } from '../support/suggest.ts';
import { requireKnown, UnknownManifestError } from '../target.ts';
import { type Attestation, attestationFile, attestationSchema, hashManifest } from './attestation.ts';
import { type LiveAccount, openLive } from './open-live.ts';

/** What a live run takes. Nothing of it is kept but the name of the method. */
export interface AttestOptions extends LiveAccount {
  /** The id of one of the manifest's auth methods; default: its first. */
  authMethod?: string | undefined;
  /** Inputs by operation; one that needs some and has none is not tried. */
  inputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Milliseconds since 1970. */
  now: number;
}

/** What came of one operation. */
export interface LiveOutcome {
  operation: string;
  result: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was not tried. Of the runtime, which keeps secrets out of what it says. */
  reason: string | null;
}

export interface LiveRun {
  outcomes: LiveOutcome[];
  /** Null when something failed: nothing is attested then. */
  attestation: Attestation | null;
}

/** Items asked of a list: enough to see it answer, and little for whoever serves it. */
const limit = 5;
const deadlineMs = 60_000;

/** The manifest of a clone by its id, ready to be attested. Throws UnknownManifestError when it is none or not valid. */
export async function findAttestable(root: string, id: string): Promise<SourceContext & { manifest: Manifest }> {
  const folders = await readManifestFolders(root);
  requireKnown(
    [id],
    folders.map((folder) => folder.id),
  );
  const [source] = await loadContexts(folders.filter((folder) => folder.id === id));
  if (!source?.parsed?.ok || !source.evaluation?.ok)
    throw new UnknownManifestError(
      `The manifest "${id}" is not valid yet. Run "patchbay verify ${id}" and correct it first.`,
    );
  return { ...source, manifest: source.parsed.manifest };
}

/** Which way to sign in is meant. Throws UnknownManifestError with the nearest for one there is none of. */
export function methodOf({ auth, name }: Manifest, id: string | undefined): AuthMethod {
  const method = id === undefined ? auth[0] : auth.find((one) => one.id === id);
  if (method) return method;
  const ids = auth.map((one) => one.id);
  throw new UnknownManifestError(`${name} has no auth method "${id}"; ${suggest(id ?? '', ids)}`);
}

/** What a method signs in with: what people enter, and what a sign-in gave. */
export function credentialNames(method: AuthMethod): string[] {
  return [...new Set([...Object.keys(credentialFields(method)), ...grantedCredentials(method)])];
}

/** Runs the test and the reads of a manifest at the provider, by the real runtime. Writes nothing there and nothing here. */
export async function runLive(
  source: SourceContext & { manifest: Manifest },
  options: AttestOptions,
): Promise<LiveRun> {
  const { manifest, evaluation } = source;
  const method = methodOf(manifest, options.authMethod);
  const { runtime, target, close } = openLive(manifest, method, options);
  try {
    const test = operationOf(method, testOf(manifest, method).operation);
    const { ok, error, version } = await runtime.testConnection(target, { deadlineMs });
    const outcomes: LiveOutcome[] = [
      {
        operation: test,
        result: ok ? 'passed' : 'failed',
        reason: error ? `${error.message} ${error.nextStep}` : null,
      },
    ];
    // Without a working connection everything else would fail for the same reason.
    if (!ok) return { outcomes, attestation: null };
    for (const name of Object.keys(manifest.operations))
      if (name !== test && manifest.operations[name]?.safety === 'read')
        outcomes.push(await runRead(runtime, target, method, name, options.inputs[name]));
    const isWell = outcomes.every(({ result }) => result !== 'failed') && evaluation?.ok;
    if (!isWell) return { outcomes, attestation: null };
    return {
      outcomes,
      attestation: {
        manifest: hashManifest(evaluation.first),
        version: manifest.version,
        date: new Date(options.now).toISOString().slice(0, 10),
        authMethod: method.id,
        apiVersion: plainVersion(version, options),
        operations: outcomes.filter(({ result }) => result === 'passed').map(({ operation }) => operation),
      },
    };
  } finally {
    await close();
  }
}

/** Appends the line to the file of the manifest. */
export async function appendAttestation(root: string, folder: string, attestation: Attestation): Promise<string> {
  const file = `${folder}/${attestationFile}`;
  const before = await readFile(join(root, file), 'utf8').catch(() => '');
  const start = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  await writeAtomically(root, file, `${start}${JSON.stringify(attestationSchema.parse(attestation))}\n`);
  return file;
}

async function runRead(
  runtime: Runtime,
  target: Target,
  method: AuthMethod,
  name: string,
  input: Readonly<Record<string, unknown>> | undefined,
): Promise<LiveOutcome> {
  const operation = target.manifest.operations[name];
  const skipped = (reason: string): LiveOutcome => ({ operation: name, result: 'skipped', reason });
  if (method.operations && !method.operations.includes(name)) return skipped(`${method.id} may not call it`);
  const needed = Object.entries(operation?.input ?? {})
    .filter(
      ([key, field]) =>
        field.required && !('default' in field && field.default !== undefined) && input?.[key] === undefined,
    )
    .map(([key]) => key);
  if (needed.length > 0) return skipped(`it needs ${needed.join(', ')}; give them with --inputs`);
  try {
    const { success, error } = await runtime.execute(target, name, input ?? {}, { limit, deadlineMs });
    const reason = error ? `${error.message} ${error.nextStep}` : null;
    return { operation: name, result: success ? 'passed' : 'failed', reason };
  } catch (error) {
    return { operation: name, result: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The provider's version, when it is one: a header may say anything, and this is kept for ever. */
function plainVersion(version: string | null, { credentials, settings }: AttestOptions): string | null {
  if (version === null || !attestationSchema.shape.apiVersion.safeParse(version).success) return null;
  const own = [...Object.values(credentials), ...Object.values(settings)].filter((value) => typeof value === 'string');
  return own.some((value) => value.length > 3 && version.includes(value)) ? null : version;
}
