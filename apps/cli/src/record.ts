import { describeRecording, fixtureFile, recordFixture, ScaffoldError, writeFixture } from '@patchbay/scaffold';
import { type Fixture, type InterfaceId, interfaces, type Manifest } from '@patchbay/schema';
import { findAttestable, methodOf, operationsOf, suggest, UnknownManifestError } from '@patchbay/verify';
import { type CommandContext, CommandError } from './command.ts';
import { defineCommand, type Given, UsageError } from './define-command.ts';
import { requireRoot } from './find-root.ts';
import { liveOptions, liveUsage, readLiveCredentials, readPairs } from './live-options.ts';
import { parseJson } from './read-json.ts';

const usage = `Usage: patchbay record <id> <operation> [options]
       patchbay record <id> --test | --interface ID | --sync NAME | --discover NAME [options]

Makes one call at the provider, by the real runtime, and writes a fixture of it: manifests/<id>/fixtures/<name>.json. Requests are
written as a made-up account sends them; in the answers secrets, people, addresses and your settings are replaced, each by the same
text everywhere. What was replaced and what stays is shown first, and nothing is written before you say so.

${liveUsage}  --input NAME=VALUE   input of the operation or the interface; JSON where the field is no text
  --replace TEXT=WITH  something else that must not be kept, such as the name of a project
  --failure            record a refusal: with a wrong credential, or an input that is not there
  --write              the call may change something at the provider
  --source TEXT        program and version that answered; else the provider's name
  --name NAME          what the fixture is called; else after the call
  --overwrite          replace a fixture of that name
  --yes                write without asking
  --help               this text
`;

const options = {
  ...liveOptions,
  test: { type: 'boolean' },
  interface: { type: 'string' },
  sync: { type: 'string' },
  discover: { type: 'string' },
  input: { type: 'string', multiple: true },
  replace: { type: 'string', multiple: true },
  failure: { type: 'boolean' },
  write: { type: 'boolean' },
  source: { type: 'string' },
  name: { type: 'string' },
  overwrite: { type: 'boolean' },
  yes: { type: 'boolean' },
} as const;

export const record = defineCommand({
  name: 'record',
  summary: 'make a fixture of a live call, without anything of the account',
  usage,
  options,
  known: [UnknownManifestError, ScaffoldError],
  async run({ values, positionals: [id, operation, ...rest] }, context) {
    const calls = [operation, values.test, values.interface, values.sync, values.discover].filter(
      (call) => call !== undefined,
    );
    if (id === undefined || calls.length !== 1 || rest.length > 0) throw new UsageError();
    return recordOne(requireRoot(context.folder), id, { ...values, operation }, context);
  },
});

type Values = Given<typeof options>['values'] & { operation: string | undefined };

async function recordOne(root: string, id: string, values: Values, context: CommandContext): Promise<number> {
  const { manifest, folder } = await findAttestable(root, id);
  const method = methodOf(manifest, values.auth);
  const call = callOf(manifest, values);
  if (!values.write && changesSomething(manifest, call))
    throw new CommandError('This may change something at the provider. Say --write if it may.');
  const name = values.name ?? nameOf(call, values.failure ?? false);
  const file = await fixtureFile(root, folder, name, { isReplaced: values.overwrite ?? false });
  const { credentials, missing } = await readLiveCredentials(method, values.stdin ?? false, context);
  const recording = await recordFixture({
    ...{ manifest, method, call, credentials },
    settings: readPairs('--setting', values.setting),
    replace: readPairs('--replace', values.replace),
    isFailureWanted: values.failure ?? false,
    allow: values.allow ?? [],
    verifyTls: !values.insecure,
    source: values.source ?? `${manifest.name}, recorded live; what was private is replaced`,
    today: new Date().toISOString().slice(0, 10),
  }).catch((error: unknown) => {
    if (error instanceof ScaffoldError && missing.length > 0)
      throw new ScaffoldError(`${error.message} Not given: ${missing.join(', ')}.`);
    throw error;
  });
  context.out(describeRecording(recording));
  if (!(values.yes || (await isAgreed(file, context)))) {
    const hint = context.ask ? '' : ' To write it, run this again with --yes.';
    context.error(`Nothing was written.${hint}\n`);
    return 1;
  }
  await writeFixture(root, file, recording.fixture);
  context.out(`\n${file} is written. Read it once more, then run "patchbay verify ${id}".\n`);
  return 0;
}

async function isAgreed(file: string, { ask }: CommandContext): Promise<boolean> {
  return ask !== undefined && /^y(es)?$/i.test((await ask(`\nWrite ${file}? (y/N) `)).trim());
}

function callOf(manifest: Manifest, values: Values): Fixture['call'] {
  const { operation, sync, discover } = values;
  if (sync !== undefined) return { sync: requireName('sync', sync, manifest.syncs, manifest) };
  if (discover !== undefined) return { discover: requireName('resource', discover, manifest.resources, manifest) };
  if (values.interface !== undefined) return interfaceCall(manifest, values.interface, values.input);
  if (operation === undefined) return { test: true };
  requireName('operation', operation, manifest.operations, manifest);
  const fields = manifest.operations[operation]?.input ?? {};
  const input = Object.entries(readPairs('--input', values.input)).map(([name, text]): [string, unknown] => {
    const type = fields[name]?.type;
    if (type === undefined)
      throw new CommandError(`${operation} has no input "${name}"; ${suggest(name, Object.keys(fields))}.`);
    const isText = ['text', 'textarea', 'url', 'select', 'combobox', 'secret'].includes(type);
    return [name, isText ? text : parseJson(text)];
  });
  return { operation, input: Object.fromEntries(input) };
}

function interfaceCall(manifest: Manifest, id: string, given: Values['input']): Fixture['call'] {
  const contract = interfaces[requireName('interface', id, manifest.implements, manifest) as InterfaceId].input;
  const fields: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>> = contract.shape;
  const input = Object.fromEntries(
    Object.entries(readPairs('--input', given)).map(([name, text]): [string, unknown] => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (!field) throw new CommandError(`${id} has no input "${name}"; ${suggest(name, Object.keys(fields))}.`);
      return [name, field.safeParse(text).success ? text : parseJson(text)];
    }),
  );
  const { error } = contract.safeParse(input);
  if (error) {
    const wrong = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new CommandError(`The input does not fit ${id}: ${wrong}. Give it with --input NAME=VALUE.`);
  }
  return { interface: id, input };
}

function requireName(what: string, name: string, known: Readonly<Record<string, unknown>>, manifest: Manifest): string {
  if (Object.hasOwn(known, name)) return name;
  throw new CommandError(`${manifest.name} has no ${what} "${name}"; ${suggest(name, Object.keys(known))}.`);
}

function changesSomething(manifest: Manifest, call: Fixture['call']): boolean {
  const named = 'operation' in call || 'interface' in call ? operationsOf(manifest, { call }) : [];
  return named.some((name) => manifest.operations[name]?.safety !== 'read');
}

/** listTags → list-tags; a refusal is told apart. */
function nameOf(call: Fixture['call'], isFailure: boolean): string {
  const plain =
    'operation' in call
      ? call.operation
      : 'interface' in call
        ? call.interface
        : 'sync' in call
          ? `sync-${call.sync}`
          : 'discover' in call
            ? `discover-${call.discover}`
            : 'test';
  const kebab = plain
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .toLowerCase();
  return isFailure ? `${kebab}-refused` : kebab;
}
