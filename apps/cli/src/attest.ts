import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { appendAttestation, findAttestable, methodOf, runLive, UnknownManifestError } from '@patchbay/verify';
import { type CommandContext, CommandError } from './command.ts';
import { defineCommand, type Given, UsageError } from './define-command.ts';
import { requireRoot } from './find-root.ts';
import { liveOptions, liveUsage, readLiveCredentials, readPairs } from './live-options.ts';
import { isRecord, parseJson } from './read-json.ts';

const usage = `Usage: patchbay attest <id> --live [options]

Runs the manifest's test and its reads at the provider, by the real runtime, and on success appends a line to
manifests/<id>/attestations.jsonl: what ran, when, and the hash of the manifest. Nothing of the account is kept, and nothing
is written at the provider.

${liveUsage}  --live               says that the provider is really asked; nothing is attested without
  --inputs FILE        JSON: { "listTags": { "repository": "team/app" } }, for reads that need input
  --help               this text
`;

const options = { ...liveOptions, live: { type: 'boolean' }, inputs: { type: 'string' } } as const;

export const attest = defineCommand({
  name: 'attest',
  summary: 'prove a manifest live, with an account of your own',
  usage,
  options,
  known: [UnknownManifestError],
  async run({ values, positionals: [id, ...rest] }, context) {
    if (id === undefined || rest.length > 0 || !values.live) throw new UsageError();
    return attestOne(requireRoot(context.folder), id, values, context);
  },
});

type Values = Given<typeof options>['values'];

async function attestOne(root: string, id: string, values: Values, context: CommandContext): Promise<number> {
  const source = await findAttestable(root, id);
  const method = methodOf(source.manifest, values.auth);
  const { credentials, missing } = await readLiveCredentials(method, values.stdin ?? false, context);
  const { outcomes, attestation } = await runLive(source, {
    authMethod: method.id,
    settings: readPairs('--setting', values.setting),
    credentials,
    inputs: values.inputs === undefined ? {} : await readInputs(resolve(context.folder, values.inputs), values.inputs),
    allow: values.allow ?? [],
    verifyTls: !values.insecure,
    now: Date.now(),
  });
  for (const { operation, result, reason } of outcomes)
    context.out(`${result.padEnd(7)}  ${operation}${reason === null ? '' : `: ${reason}`}\n`);
  if (attestation === null) {
    const hint = missing.length > 0 ? ` Not given: ${missing.join(', ')}.` : '';
    context.error(`Nothing was attested: what failed stands above.${hint}\n`);
    return 1;
  }
  const file = await appendAttestation(root, source.folder, attestation);
  context.out(`${file}: ${attestation.operations.length} operations of version ${attestation.version}, live today.\n`);
  return 0;
}

async function readInputs(path: string, name: string): Promise<Record<string, Record<string, unknown>>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new CommandError(`There is no file ${name}.`);
  });
  const value = parseJson(text);
  if (!isRecord(value) || !Object.values(value).every(isRecord))
    throw new CommandError(`${name} must be a JSON object of the inputs of each operation.`);
  return value as Record<string, Record<string, unknown>>;
}
