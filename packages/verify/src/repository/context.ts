/** One import of a source file. */
export interface SourceImport {
  specifier: string;
  line: number;
  /** `import type`: gone when the code runs. */
  isTypeOnly: boolean;
}

export interface SourceFile {
  /** Relative to the root. */
  file: string;
  text: string;
  imports: readonly SourceImport[];
}

/** A workspace package with its source files. */
export interface SourcePackage {
  name: string;
  /** Relative to the root: packages/runtime. */
  folder: string;
  /** Text of package.json. */
  packageText: string;
  dependencies: readonly string[];
  devDependencies: readonly string[];
  files: readonly SourceFile[];
}

/** A committed file that a generator writes. */
export interface GeneratedFile {
  file: string;
  /** What is committed; null when the file is missing. */
  current: string | null;
  /** What the generator writes now, or why it could not. */
  wanted: { text: string } | { error: string };
}

export interface RepositoryContext {
  packages: readonly SourcePackage[];
  generated: readonly GeneratedFile[];
  /** Ids of all providers. */
  providerIds: readonly string[];
  /** Fixed API hosts of all providers. */
  providerHosts: readonly string[];
}
