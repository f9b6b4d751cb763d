import { join } from 'node:path';
import {
  type Category,
  categorySchema,
  type Fixture,
  fixtureSchema,
  type Manifest,
  parseManifest,
  slugSchema,
} from '@patchbay/schema';
import { formatContract, replayFixture, sliceContract, suggest } from '@patchbay/verify';
import type { Api } from './api/types.ts';
import { chooseOperations } from './choose-operations.ts';
import type { AuthKind } from './draft/draft-auth.ts';
import { draftLogo } from './draft/draft-logo.ts';
import { type DraftedManifest, draftManifest } from './draft/draft-manifest.ts';
import { printManifest } from './draft/print-manifest.ts';
import { type DraftedFixture, draftFixtures } from './fixture/draft-fixtures.ts';
import { ScaffoldError } from './scaffold-error.ts';
import { refuseExisting, writeFolder } from './write-folder.ts';

export interface CreateManifestOptions {
  /** Root of the repository; the folder is made below its manifests/. */
  root: string;
  id: string;
  name: string;
  category: string;
  /** Who answers for it: @handle or @organization/team. */
  owner: string;
  api: Api;
  /** False: `api` says only what was told by hand, so that every call cites `docs` instead. */
  isDescribed: boolean;
  /** What contract and fixtures cite. */
  source: string;
  /** operationIds, or methods and paths. */
  operations: readonly string[];
  /** Ways to sign in. Empty: those of the description. */
  kinds: readonly AuthKind[];
  baseUrl?: string | undefined;
  /** The provider's API reference. */
  docs?: string | undefined;
  /** ISO date. */
  today: string;
}

export interface CreatedManifest {
  /** Relative to the root. */
  folder: string;
  /** Names of the operations made. */
  operations: readonly string[];
  /** What is left for who finishes it by hand, a sentence each. */
  notes: readonly string[];
}

/**
 * Writes manifests/<id>/ from an API description: manifest, contract, fixtures, logo and package. All of it or nothing. Throws
 * ScaffoldError and DescriptionError with a sentence for people.
 */
export async function createManifest(options: CreateManifestOptions): Promise<CreatedManifest> {
  const { root, id, api, source, today } = options;
  requireFit(options);
  const manifests = join(root, 'manifests');
  await refuseExisting(join(manifests, id), id);
  const { found, problems } = chooseOperations(api, options.operations);
  if (problems.length > 0) throw new ScaffoldError(problems.join('\n'));
  if (found.length === 0) throw new ScaffoldError('No operation is named. Name some with --operations.');
  const drafted = draftManifest(
    api,
    found.map((ref) => api.read(ref)),
    { ...options, category: options.category as Category, baseUrl: options.baseUrl, docs: options.docs },
  );
  const manifest = parse(drafted);
  const madeUp =
    'What the calls answer is made up, for there is no description: record real answers, or correct the fixtures.';
  const notes = options.isDescribed ? [...drafted.notes] : [madeUp, ...drafted.notes];
  const confidence = options.isDescribed ? 'high' : 'low';
  const { contract, missing } = sliceContract(manifest, api.facts, { source, retrieved: today, confidence });
  for (const { operation, request, hint } of missing)
    notes.push(`${operation} calls ${request}, which the description does not have; ${hint}.`);
  const fixtures = new Map<string, string>();
  for (const fixture of draftFixtures(drafted, { resolver: api.resolver, source, date: today })) {
    const { text, isGreen } = await chooseVariant(manifest, fixture);
    fixtures.set(fixture.file, text);
    if (!isGreen) notes.push(`${fixture.file} does not replay yet; "patchbay verify ${id}" says why.`);
  }
  const files = new Map([
    ['package.json', printPackage(id)],
    [`${id}.manifest.ts`, printManifest(drafted.manifest)],
    ['logo.svg', draftLogo(id, options.name)],
    ['contract.json', formatContract(contract)],
    ...fixtures,
  ]);
  await writeFolder(manifests, id, files);
  return {
    folder: `manifests/${id}`,
    operations: drafted.operations.map(({ name }) => name),
    notes: [...new Set(notes)],
  };
}

function requireFit({ id, name, category, owner, docs, baseUrl, isDescribed }: CreateManifestOptions): void {
  const fit = slugSchema.safeParse(id);
  if (!fit.success)
    throw new ScaffoldError(`${JSON.stringify(id.slice(0, 80))} is no id: ${fit.error.issues[0]?.message}.`);
  if (name.trim() === '' || name.length > 60 || /\p{Cc}/u.test(name))
    throw new ScaffoldError('The name has 1 to 60 characters on one line.');
  if (!categorySchema.safeParse(category).success)
    throw new ScaffoldError(
      `There is no category ${JSON.stringify(category)}; ${suggest(category, categorySchema.options)}`,
    );
  if (!/^@[\w-]+(\/[\w-]+)?$/.test(owner))
    throw new ScaffoldError('The owner is a handle or team, such as @patchbay/maintainers.');
  if (docs !== undefined && !/^https:\/\/[^\s@]+$/.test(docs)) throw new ScaffoldError('--docs is an https address.');
  if (!isDescribed && docs === undefined)
    throw new ScaffoldError('Without a description, the calls cite the API reference: give it with --docs.');
  if (baseUrl !== undefined && !/^(https:\/\/[^\s@?#]+|\{settings\.baseUrl\}(\/[^\s?#]*)?)$/.test(baseUrl))
    throw new ScaffoldError(
      "--base-url is an https address such as https://api.example.com/v1, or {settings.baseUrl}/v1 for servers of people's own.",
    );
}

function parse({ manifest }: DraftedManifest): Manifest {
  const parsed = parseManifest(manifest);
  if (parsed.ok) return parsed.manifest;
  const [first] = parsed.problems;
  throw new ScaffoldError(
    `The description leads to a manifest that is not valid (${first?.path}: ${first?.message}). Leave the operation out, or write it by hand.`,
  );
}

/** The first form of a fixture that replays through the real runtime, else the last. */
async function chooseVariant(
  manifest: Manifest,
  { file, variants }: DraftedFixture,
): Promise<{ text: string; isGreen: boolean }> {
  let text = '';
  for (const variant of variants) {
    const plain = JSON.parse(JSON.stringify(variant)) as unknown;
    const fixture: Fixture = fixtureSchema.parse(plain);
    text = `${JSON.stringify(plain, null, 2)}\n`;
    const { problems } = await replayFixture(manifest, fixture);
    if (problems.length === 0) return { text, isGreen: true };
  }
  if (text === '') throw new ScaffoldError(`There is nothing to show in ${file}.`);
  return { text, isGreen: false };
}

function printPackage(id: string): string {
  const content = {
    ...{ name: `@patchbay/manifest-${id}`, version: '1.0.0', private: true, license: 'Apache-2.0', type: 'module' },
    ...{ exports: `./${id}.manifest.ts`, dependencies: { '@patchbay/schema': 'workspace:*' } },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
