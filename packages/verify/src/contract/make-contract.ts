import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Contract, contractSchema } from '@patchbay/schema';
import { loadContexts } from '../manifest/load-contexts.ts';
import { readManifestFolders } from '../manifest/read-folders.ts';
import { suggest } from '../support/suggest.ts';
import { UnknownManifestError } from '../target.ts';
import { type Drift, findDrift } from './find-drift.ts';
import { DescriptionError, readDescription } from './read-description.ts';
import { type ContractSlice, formatContract, sliceContract } from './slice-contract.ts';

export interface MakeContractOptions {
  root: string;
  id: string;
  /** The description; its name becomes the source unless one is given. */
  file: string;
  source?: string | undefined;
  /** ISO date: when the description was taken. */
  retrieved: string;
  /** Only say what would be otherwise. */
  isCheck: boolean;
}

export interface MadeContract extends ContractSlice {
  /** Relative to the root. */
  path: string;
  /** Against the contract there was; null when there was none. */
  drift: Drift[] | null;
}

/** Makes the contract of a manifest from an API description, or compares a newer one with it. Throws UnknownManifestError and DescriptionError. */
export async function makeContract(options: MakeContractOptions): Promise<MadeContract> {
  const { root, id, file, retrieved, isCheck } = options;
  const folders = await readManifestFolders(root);
  const folder = folders.find((one) => one.id === id);
  if (!folder)
    throw new UnknownManifestError(
      `There is no manifest "${id}" in manifests/; ${suggest(
        id,
        folders.map((one) => one.id),
      )}`,
    );
  const [context] = await loadContexts([folder]);
  if (!context?.parsed?.ok)
    throw new UnknownManifestError(
      `The manifest "${id}" is not valid yet. Run "patchbay verify ${id}" and correct it first.`,
    );
  const text = await readFile(file, 'utf8').catch(() => {
    throw new DescriptionError(`There is no file ${file}.`);
  });
  const description = readDescription(text);
  const before = readContract(folder.files.get('contract.json'));
  const source = options.source ?? before?.source ?? `${basename(file)}: ${description.title}`;
  const confidence = before?.confidence ?? 'high';
  const slice = sliceContract(context.parsed.manifest, description, { source, retrieved, confidence });
  const path = `${folder.folder}/contract.json`;
  if (!isCheck) await writeFile(join(root, path), formatContract(slice.contract));
  return { ...slice, path, drift: before && findDrift(before, { ...description, basePath: slice.contract.basePath }) };
}

function readContract(text: string | undefined): Contract | null {
  try {
    return contractSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}
