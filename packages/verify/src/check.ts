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

/** A finding with all its reader needs. */
export interface Problem extends Place {
  rule: string;
  severity: Severity;
  /** The manifest it concerns; null when it concerns the repository. */
  manifest: string | null;
  message: string;
  why: string;
  fix: string;
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
  samples: { passing: Sample; failing: Sample };
}

/** Reads the text of one manifest and what evaluating it gave; runs on broken manifests too. */
export interface SourceCheck extends Rule {
  scope: 'source';
  check(context: SourceContext): Finding[] | Promise<Finding[]>;
}

/** Reads one valid manifest with its contract and fixtures. */
export interface ManifestCheck extends Rule {
  scope: 'manifest';
  check(context: ManifestContext): Finding[] | Promise<Finding[]>;
}

/** Reads the whole repository; belongs to no single manifest. */
export interface RepositoryCheck extends Rule {
  scope: 'repository';
  check(context: RepositoryContext): Finding[] | Promise<Finding[]>;
}

export type Check = SourceCheck | ManifestCheck | RepositoryCheck;
