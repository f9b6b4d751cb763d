import { basename } from 'node:path';
import { type Contract, contractSchema } from '@patchbay/schema';
import { writeAtomically } from '../fix/write-atomically.ts';
import { loadContexts } from '../manifest/load-contexts.ts';
import { readManifestFolders } from '../manifest/read-folders.ts';
import { suggest } from '../support/suggest.ts';
import { unseenSigns } from '../support/unseen-signs.ts';
import { UnknownManifestError } from '../target.ts';
import { type Drift, findDrift } from './find-drift.ts';
import { DescriptionError, readDescription } from './read-description.ts';
import { readDescriptionFile } from './read-description-file.ts';
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
  /** False for a check, and for a description that has no request of the manifest. */
  isWritten: boolean;
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
  const description = readDescription(await readDescriptionFile(file));
  const before = readContract(folder.files.get('contract.json'));
  const source = options.source ?? before?.source ?? `${basename(file)}: ${description.title}`;
  const confidence = before?.confidence ?? 'high';
  const slice = sliceContract(context.parsed.manifest, description, { source, retrieved, confidence });
  const path = `${folder.folder}/contract.json`;
  const [hidden] = unseenSigns(slice.contract);
  if (hidden)
    throw new DescriptionError(
      `The description has ${hidden.sign}, a sign that nobody sees, in what would be ${hidden.path} of the contract. Take it out there.`,
    );
  // Of another API, or of another version of it: a contract of nothing would only take the place of one that proves something.
  const isWritten = !isCheck && (slice.contract.operations.length > 0 || slice.missing.length === 0);
  if (isWritten) await writeAtomically(root, path, formatContract(slice.contract));
  return {
    ...slice,
    path,
    isWritten,
    drift: before && findDrift(before, { ...description, basePath: slice.contract.basePath }),
  };
}

function readContract(text: string | undefined): Contract | null {
  try {
    return contractSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}
