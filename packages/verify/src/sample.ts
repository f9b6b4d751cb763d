import type { ManifestInput } from '@patchbay/schema';
import type { ManifestFolder } from './manifest/context.ts';
import { limitFiles } from './manifest/limit-files.ts';
import type { RepositoryContext, SourceFile, SourcePackage } from './repository/context.ts';
import { sampleFiles, sampleManifest } from './sample-manifest.ts';

/** What differs from the sample manifest, which passes every rule. */
export interface Sample {
  /** Name of the folder. Default: example-forge. */
  id?: string;
  /** Gives a manifest that may break every rule, the schema's too. */
  change?(manifest: ManifestInput): object;
  /** Gives the manifest as it was before, where it was another. */
  before?(manifest: ManifestInput): object;
  /** The text of the manifest file, instead of the one written from the data. */
  text?: string;
  /** Files of the folder to add or replace; null takes one away. */
  files?: Readonly<Record<string, string | null>>;
  /** Further manifests beside it. */
  siblings?: readonly Sample[];
  /** For rules about the repository. */
  repository?: Partial<RepositoryContext>;
}

/** Writes a sample as the folder of a manifest, as reading it from disk would. */
export function toFolder(sample: Sample): ManifestFolder {
  const id = sample.id ?? sampleManifest.id;
  const texts = new Map([...toFiles(sample)].map(([name, text]) => [name, { text }] as const));
  const before = sample.before && writeManifest(sample.before(sampleManifest));
  return { id, folder: `manifests/${id}`, ...limitFiles(texts), ...(before !== undefined && { before }) };
}

/** The files of a sample by their path in the folder. */
export function toFiles(sample: Sample): Map<string, string> {
  const id = sample.id ?? sampleManifest.id;
  const manifest = sample.change ? sample.change(sampleManifest) : sampleManifest;
  const files = new Map(sampleFiles(id));
  files.set(`${id}.manifest.ts`, sample.text ?? writeManifest(manifest));
  for (const [name, text] of Object.entries(sample.files ?? {})) {
    if (text === null) files.delete(name);
    else files.set(name, text);
  }
  return files;
}

/** A package with one source file, for samples of rules about the repository. */
export function samplePackage(file: Partial<SourceFile>, dependencies: readonly string[] = []): SourcePackage {
  return {
    name: '@patchbay/runtime',
    folder: 'packages/runtime',
    packageText: JSON.stringify({ dependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])) }, null, 2),
    dependencies,
    devDependencies: [],
    files: [{ file: 'packages/runtime/src/a.ts', text: '', imports: [], ...file }],
  };
}

export function toRepository({ repository }: Sample): RepositoryContext {
  return { packages: [], generated: [], providerIds: [], providerHosts: [], ...repository };
}

function writeManifest(manifest: object): string {
  return `import { defineManifest } from '@patchbay/schema';\n\nexport const manifest = defineManifest(${JSON.stringify(manifest, null, 2)});\n`;
}
