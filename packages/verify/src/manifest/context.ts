import type { Contract, Fixture, Manifest, ParsedManifest } from '@patchbay/schema';
import type { Level, Place } from '../check.ts';
import type { Replay } from '../replay/replay-fixture.ts';
import type { Evaluation } from './evaluate.ts';
import type { ManifestSyntax } from './syntax.ts';

/** A manifest with the files beside it, read: a folder of manifests/, or one of an operator's own. */
export interface ManifestFolder {
  /** Name of the folder; outside of a clone the name of the manifest file. */
  id: string;
  /** Path relative to the root: manifests/gitea. Outside of a clone relative to where the command was called. */
  folder: string;
  /** Not of a clone's manifests/: nothing is asked of the folder itself. */
  isOutside?: boolean;
  /** Files that are called otherwise on disk: `logo.svg` may be `acme.svg`. */
  names?: ReadonlyMap<string, string>;
  /** Text of each file by its path in the folder: `fixtures/success.json`. Empty for one that was not read. */
  files: ReadonlyMap<string, string>;
  /** Why files were not read, by their path. */
  unread: ReadonlyMap<string, string>;
  /** The manifest file as it was where this branch left its base, when it was another then. Absent: it was the same, new or not known. */
  before?: string;
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
  /** The manifest it was; null when it was the same, new, not valid by the schema of today, or not known. */
  earlier: Manifest | null;
  /** The moment evidence is held against, in milliseconds since 1970. */
  now: number;
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
  /** The rules there are and how much each found so far, exempted or not. Absent where one rule runs alone. */
  others?: { gates: ReadonlyMap<string, Level>; found: ReadonlyMap<string, number> };
}
