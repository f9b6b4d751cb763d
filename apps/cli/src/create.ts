import { basename, isAbsolute, join } from 'node:path';
import {
  type Api,
  type AuthKind,
  authKinds,
  createManifest,
  describeByHand,
  kindsByHand,
  listOperations,
  nameOfApi,
  readApi,
  readApiDocument,
  refreshIndex,
  ScaffoldError,
  whatIsMissing,
} from '@patchbay/scaffold';
import { categorySchema } from '@patchbay/schema';
import { DescriptionError, formatReport, readDescriptionFile, verify } from '@patchbay/verify';
import { type CommandContext, CommandError } from './command.ts';
import { defineCommand, type Given, UsageError } from './define-command.ts';
import { requireRoot } from './find-root.ts';

const usage = `Usage: patchbay create <id> --from-openapi FILE --operations a,b --category NAME [options]

Writes manifests/<id>/: the manifest, its contract, fixtures, a logo and package.json, all from the provider's official API
description (OpenAPI 2 or 3, JSON or YAML; nothing is fetched). Then verifies it and says what the next level takes.

  --from-openapi FILE  the description. Without one: --name, --auth, --base-url and --docs say what it would
  --operations LIST    operationIds, or "GET /projects/{id}", separated by commas
  --category NAME      ${categorySchema.options.join(', ')}
  --name TEXT          the provider's name; else the title of the description
  --auth LIST          ${authKinds.join(', ')}; else those of the description
  --base-url URL       else the first server of the description; {settings.baseUrl}/v1 for servers of people's own
  --docs URL           the provider's API reference
  --owner HANDLE       who answers for it; else @patchbay/maintainers
  --no-index           leave the generated index as it is
  --help               this text
`;

const options = {
  'from-openapi': { type: 'string' },
  operations: { type: 'string', multiple: true },
  category: { type: 'string' },
  name: { type: 'string' },
  auth: { type: 'string' },
  'base-url': { type: 'string' },
  docs: { type: 'string' },
  owner: { type: 'string' },
  'no-index': { type: 'boolean' },
} as const;

export const create = defineCommand({
  name: 'create',
  summary: 'write a new manifest from an API description',
  usage,
  options,
  known: [ScaffoldError, DescriptionError],
  async run({ values, positionals: [id, ...rest] }, context) {
    if (rest.length > 0) throw new UsageError();
    return make({ ...values, id }, context);
  },
});

type Values = Given<typeof options>['values'] & { id: string | undefined };

async function make(values: Values, context: CommandContext): Promise<number> {
  const { folder, out } = context;
  const root = requireRoot(folder);
  const file = values['from-openapi'];
  const described =
    file === undefined ? null : readApi(await readDescriptionFile(isAbsolute(file) ? file : join(folder, file)));
  const answers = await complete(values, described, context);
  const operations = answers.operations ?? [];
  const name = answers.name ?? (described ? nameOfApi(described) : '');
  const api = described ?? readApiDocument(describeByHand({ name, operations }));
  const made = await createManifest({
    ...{ root, api, name, operations, isDescribed: described !== null, today: new Date().toISOString().slice(0, 10) },
    id: answers.id ?? '',
    category: answers.category ?? '',
    owner: values.owner ?? '@patchbay/maintainers',
    source: file === undefined ? `written after ${answers.docs}` : `${basename(file)}: ${api.facts.title}`,
    kinds: readKinds(answers.auth, described !== null),
    baseUrl: answers.baseUrl,
    docs: answers.docs,
  });
  const count = made.operations.length;
  out(`${made.folder}: ${count === 1 ? '1 operation' : `${count} operations`} (${made.operations.join(', ')}).\n`);
  return conclude(root, answers.id ?? '', made.notes, values['no-index'] ?? false, context);
}

/** Index, verdict, and what is left to do. */
async function conclude(
  root: string,
  id: string,
  notes: readonly string[],
  isIndexLeft: boolean,
  { out, error }: CommandContext,
): Promise<number> {
  const refreshed = isIndexLeft ? { ok: true as const } : await refreshIndex(root);
  const report = await verify({ root, ids: [id] });
  out(`\n${formatReport(report)}`);
  if (notes.length > 0) out(`\nLook at these by hand:\n${notes.map((note) => `  ${note}\n`).join('')}`);
  const { next, lines } = whatIsMissing(report, id);
  if (next !== null) out(`\nFor ${next} it lacks:\n${lines.map((line) => `  ${line}\n`).join('')}`);
  out('\nRead the manifest and put texts into your own words.\n');
  if (!refreshed.ok) error(`\nThe manifest stands, but not in the catalog yet: ${refreshed.reason}\n`);
  return refreshed.ok && !report.problems.some(({ severity }) => severity === 'error') ? 0 : 1;
}

interface Answers {
  id?: string | undefined;
  operations?: readonly string[] | undefined;
  category?: string | undefined;
  name?: string | undefined;
  auth?: string | undefined;
  baseUrl?: string | undefined;
  docs?: string | undefined;
}

/** What was given, and what the terminal answers for the rest. Throws a CommandError that names all that is missing. */
async function complete(values: Values, described: Api | null, context: CommandContext): Promise<Answers> {
  const answers: Answers = {
    ...{ id: values.id, category: values.category, name: values.name, auth: values.auth },
    ...{ baseUrl: values['base-url'], docs: values.docs },
    operations: values.operations === undefined ? undefined : splitList(values.operations.join(',')),
  };
  const isNeeded: [key: keyof Answers, option: string, question: string][] = [
    ['id', '<id>', 'Id, such as acme-cloud'],
    ['operations', '--operations', 'Operations, separated by commas'],
    ['category', '--category', `Category (${categorySchema.options.join(', ')})`],
    ...(described === null
      ? (
          [
            ['name', '--name', "The provider's name"],
            ['auth', '--auth', `How to sign in (${kindsByHand.join(', ')})`],
            ['baseUrl', '--base-url', 'Base URL of the API'],
            ['docs', '--docs', 'Address of the API reference'],
          ] as const
        ).map(([key, option, question]): [keyof Answers, string, string] => [key, option, question])
      : []),
  ];
  const missing = isNeeded.filter(([key]) => answers[key] === undefined || answers[key].length === 0);
  if (missing.length === 0) return answers;
  if (!context.ask) {
    const hint = described === null ? ' With --from-openapi FILE the description says most of it.' : '';
    const list =
      described && missing.some(([key]) => key === 'operations')
        ? `\n\nOperations there are:\n${sample(described)}`
        : '';
    throw new CommandError(`Missing: ${missing.map(([, option]) => option).join(', ')}.${hint}${list}`);
  }
  for (const [key, , question] of missing) {
    if (key === 'operations' && described) context.out(`${listOperations(described).join('\n')}\n\n`);
    const answer = (await context.ask(`${question}: `)).trim();
    if (answer === '') throw new CommandError('Nothing was made: an answer was left empty.');
    if (key === 'operations') answers.operations = splitList(answer);
    else answers[key] = answer;
  }
  return answers;
}

/** The first operations of a description, and how many more there are. */
function sample(api: Api): string {
  const lines = listOperations(api);
  const more = lines.length > 40 ? [`… and ${lines.length - 40} more`] : [];
  return [...lines.slice(0, 40), ...more].map((line) => `  ${line}`).join('\n');
}

/** Commas inside braces belong to a path. */
function splitList(text: string): string[] {
  return text
    .split(/,(?![^{]*\})/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function readKinds(given: string | undefined, isDescribed: boolean): AuthKind[] {
  return splitList(given ?? '').map((item) => {
    const known: readonly AuthKind[] = isDescribed ? authKinds : kindsByHand;
    const kind = known.find((one) => one === item);
    if (kind) return kind;
    throw new CommandError(`There is no way to sign in called "${item}" here; choose from ${known.join(', ')}.`);
  });
}
