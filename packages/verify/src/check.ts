import type { ManifestContext, SourceContext } from './manifest/context.ts';
import type { RepositoryContext } from './repository/context.ts';
import type { Sample } from './sample.ts';

/** Quality levels, lowest first. Each holds the rules of those before it. */
export const levels = ['unlisted', 'bronze', 'silver', 'gold', 'platinum'] as const;
export type Level = (typeof levels)[number];

export type Severity = 'error' | 'warning';

/** A place in a file; `line` counts from 1. */
export interface Place {
  /** Relative to the root of the repository. */
  file: string;
  line: number;
}

/** What a check found: what is wrong, with the value shown. */
export interface Finding extends Place {
  message: string;
  /** The exact fix or "did you mean"; the rule's general one when absent. */
  fix?: string;
}

/** One thing that several problems come from. */
export interface Cause extends Place {
  message: string;
  fix: string;
}

/** A finding with all its reader needs. */
export interface Problem extends Place {
  rule: string;
  severity: Severity;
  /** The manifest it concerns; null when it concerns the repository. */
  manifest: string | null;
  message: string;
  why: string;
  fix: string;
  /** What it comes from, together with others. */
  cause?: Cause;
}

/** A change of a file: what stands between two offsets is replaced. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** The exact, mechanical correction of what a rule found in one file. */
export interface Repair {
  /** Path in the folder of the manifest; of a rule about the repository relative to its root. */
  file: string;
  /** What is done, in a few words: `puts "hosts" before "auth"`. */
  what: string;
  edits: readonly TextEdit[];
}

interface Rule {
  /** kebab-case, equal to the file name. */
  id: string;
  /** One line: what holds when the rule passes. */
  title: string;
  /** Why it matters to somebody. */
  reason: string;
  /** What to do in general. */
  fix: string;
  /** The lowest level that needs it. */
  gates: Level;
  /** Errors hold a manifest back from the level they gate; below silver they also fail the run. Warnings never do either. */
  severity: Severity;
  /** What is missing caps the level and is no problem of a run, as with every rule of gold and platinum. */
  isOnlyCap?: boolean;
  samples: { passing: Sample; failing: Sample };
}

/** Reads the text of one manifest and what evaluating it gave; runs on broken manifests too. */
export interface SourceCheck extends Rule {
  scope: 'source';
  check(context: SourceContext): Finding[] | Promise<Finding[]>;
  /** Corrects what it found where there is only one way to; asked of files without a syntax error only. */
  repair?(context: SourceContext): Repair[];
}

/** Reads one valid manifest with its contract and fixtures. */
export interface ManifestCheck extends Rule {
  scope: 'manifest';
  check(context: ManifestContext): Finding[] | Promise<Finding[]>;
  /** Corrects what it found where there is only one way to. */
  repair?(context: ManifestContext): Repair[];
}

/** Reads the whole repository; belongs to no single manifest. */
export interface RepositoryCheck extends Rule {
  scope: 'repository';
  check(context: RepositoryContext): Finding[] | Promise<Finding[]>;
  /** Corrects what it found where there is only one way to. */
  repair?(context: RepositoryContext): Repair[];
}

export type Check = SourceCheck | ManifestCheck | RepositoryCheck;
