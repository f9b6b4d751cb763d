/** What a package of the workspace may import, and why the rest is closed to it. The table of docs/architecture.md. */
export interface PackageRule {
  /** Workspace packages it may import; `manifests` stands for every manifest. */
  mayImport: readonly string[];
  /** Of those, the ones of which only types may be imported. */
  typesOnly?: readonly string[];
  /** Modules it never imports: an exact name, or all that begin so when it ends with *. */
  never?: readonly string[];
  /** Files, relative to the package, that may import any package: they wire things together. */
  wiring?: readonly string[];
  reason: string;
}

const schema = '@patchbay/schema';
const registry = '@patchbay/registry';
const runtime = '@patchbay/runtime';
const database = ['drizzle-orm*', 'postgres', '@electric-sql/pglite*', 'pg-boss'];
const web = ['hono*', '@hono/*', 'next*'];

export const architecture: Readonly<Record<string, PackageRule>> = {
  [schema]: {
    mayImport: [],
    never: ['node:*', ...database, ...web, 'undici'],
    reason: 'the contract package holds data shapes only: no I/O, no environment, no Node APIs',
  },
  [registry]: {
    mayImport: [schema, 'manifests'],
    never: [...database, ...web],
    reason: 'the registry only collects manifests',
  },
  [runtime]: {
    mayImport: [schema],
    never: [...database, ...web],
    reason: 'the runtime runs one operation of one manifest; storage and HTTP routes are the business of others',
  },
  '@patchbay/secrets': { mayImport: [schema], never: [...database, ...web], reason: 'sealing knows no storage' },
  '@patchbay/db': {
    mayImport: [schema],
    typesOnly: [],
    never: web,
    reason: 'the database layer knows neither permissions nor HTTP',
  },
  '@patchbay/services': {
    mayImport: [schema, registry, runtime, '@patchbay/secrets', '@patchbay/db'],
    never: [...web, 'pg-boss'],
    reason: 'services know no HTTP and no queue library; they declare the ports they need',
  },
  '@patchbay/jobs': {
    mayImport: [schema, '@patchbay/services', '@patchbay/db'],
    never: web,
    reason: 'a job calls one service verb',
  },
  '@patchbay/api': {
    mayImport: [schema, '@patchbay/services', '@patchbay/jobs'],
    never: ['postgres', 'undici', '@electric-sql/pglite*'],
    wiring: ['src/main.ts'],
    reason: 'a route parses, calls one verb and answers; only main.ts wires the rest',
  },
  '@patchbay/admin': {
    mayImport: ['@patchbay/client', schema],
    typesOnly: [schema],
    never: [...database, 'undici', 'hono*'],
    reason: 'the admin runs in browsers and knows the API only',
  },
  '@patchbay/client': {
    mayImport: [schema],
    never: [...database, ...web, 'undici', 'node:*'],
    reason: 'the client runs anywhere',
  },
  '@patchbay/verify': {
    mayImport: [schema, registry, runtime, '@patchbay/simulator'],
    never: [...database, ...web],
    reason: 'verify proves manifests without a server',
  },
  '@patchbay/scaffold': {
    mayImport: [schema, registry, runtime, '@patchbay/simulator', '@patchbay/verify'],
    never: [...database, ...web],
    reason: 'manifests and fixtures are written without a server, and held against the same rules as any other',
  },
  '@patchbay/simulator': {
    mayImport: [schema, runtime],
    never: database,
    reason: 'the simulator is built from manifests alone',
  },
  '@patchbay/mcp': {
    mayImport: ['@patchbay/client', '@patchbay/verify', '@patchbay/scaffold', registry, schema],
    never: [...database, ...web],
    reason: 'agents get what the API and the contributor’s tools give everybody',
  },
  '@patchbay/cli': {
    mayImport: [
      '@patchbay/client',
      '@patchbay/verify',
      '@patchbay/mcp',
      '@patchbay/scaffold',
      '@patchbay/secrets',
      '@patchbay/simulator',
      registry,
      schema,
    ],
    never: [...database, ...web],
    reason: 'a command is thin: it calls a package',
  },
};

/** Packages that serve development only: they may import everything, and no product code imports them. */
export const developmentOnly = ['@patchbay/testing', '@patchbay/scripts', '@patchbay/e2e'];

/** Files that are not product code: tests, what serves them, and generators. */
export function isDevelopmentFile(file: string): boolean {
  return /\.(test|bench|setup)\.tsx?$|\/testing\/|(^|\/)scripts\/|\.config\.(ts|mjs)$/.test(file);
}
