import type { Contract, Fixture, Manifest, ParsedManifest } from '@patchbay/schema';
import type { Place } from '../check.ts';
import type { Replay } from '../replay/replay-fixture.ts';
import type { Evaluation } from './evaluate.ts';
import type { ManifestSyntax } from './syntax.ts';

/** A folder of manifests/, read. */
export interface ManifestFolder {
  /** Name of the folder. */
  id: string;
  /** Path relative to the root: manifests/gitea. */
  folder: string;
  /** Text of each file by its path in the folder: `fixtures/success.json`. */
  files: ReadonlyMap<string, string>;
}

/** One manifest as text and as evaluated; it may be broken. */
export interface SourceContext extends ManifestFolder {
  /** The manifest file, relative to the root. */
  file: string;
  text: string;
  syntax: ManifestSyntax;
  /** Null when the text may not be evaluated: it is missing, or does more than state data. */
  evaluation: Evaluation | null;
  /** Null when there is nothing to parse. */
  parsed: ParsedManifest | null;
  /** Every manifest of this run, this one included. */
  siblings: readonly SourceContext[];
  /** Where a dotted path of the manifest is written. */
  at(path: string): Place;
  /** Where a text first occurs in another file of the folder. */
  within(file: string, needle?: string): Place;
}

export interface LoadedFixture {
  /** Path in the folder: fixtures/test.json. */
  name: string;
  fixture: Fixture;
}

/** One valid manifest with its evidence. */
export interface ManifestContext extends SourceContext {
  manifest: Manifest;
  /** Null when there is none or it is not valid. */
  contract: Contract | null;
  /** Those that are valid. */
  fixtures: readonly LoadedFixture[];
  /** Runs a fixture through the real runtime against a local server; once, however many checks ask. */
  replay(fixture: LoadedFixture): Promise<Replay>;
}
