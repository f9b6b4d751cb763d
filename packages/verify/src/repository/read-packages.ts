import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';
import { createLineFinder } from '../support/create-line-finder.ts';
import type { SourceFile, SourceImport, SourcePackage } from './context.ts';

const skipped = new Set(['node_modules', 'dist', 'fixtures', 'migrations', 'public']);

/** Reads packages/*, apps/*, scripts and e2e with all their imports. */
export async function readPackages(root: string): Promise<SourcePackage[]> {
  const folders = [...(await subfolders(root, 'packages')), ...(await subfolders(root, 'apps')), ...['scripts', 'e2e']];
  const packages = await Promise.all(folders.map((folder) => readPackage(root, folder)));
  return packages.filter((item) => item !== null);
}

async function subfolders(root: string, parent: string): Promise<string[]> {
  const entries = await readdir(join(root, parent), { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => `${parent}/${entry.name}`);
}

async function readPackage(root: string, folder: string): Promise<SourcePackage | null> {
  const packageText = await readFile(join(root, folder, 'package.json'), 'utf8').catch(() => null);
  if (packageText === null) return null;
  const { name, dependencies, devDependencies } = JSON.parse(packageText) as {
    name: string;
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  const files = await readSources(root, join(root, folder));
  return {
    name,
    folder,
    packageText,
    dependencies: Object.keys(dependencies ?? {}),
    devDependencies: Object.keys(devDependencies ?? {}),
    files,
  };
}

async function readSources(root: string, folder: string): Promise<SourceFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry): Promise<SourceFile[]> => {
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return skipped.has(entry.name) || entry.name.startsWith('.') ? [] : readSources(root, path);
      if (!/\.(ts|tsx|mts|mjs)$/.test(entry.name) || entry.name.endsWith('.d.ts')) return [];
      const text = await readFile(path, 'utf8');
      return [{ file: relative(root, path), text, imports: importsOf(entry.name, text) }];
    }),
  );
  return found.flat();
}

/** Static and dynamic imports and re-exports of a text. */
export function importsOf(name: string, text: string): SourceImport[] {
  const { module } = parseSync(name, text);
  const lineAt = createLineFinder(text);
  const statics = module.staticImports.map((item) => ({
    specifier: item.moduleRequest.value,
    line: lineAt(item.start),
    isTypeOnly: item.entries.length > 0 && item.entries.every((entry) => entry.isType),
  }));
  const exports = module.staticExports.flatMap((item) =>
    item.entries.flatMap((entry) =>
      entry.moduleRequest
        ? [{ specifier: entry.moduleRequest.value, line: lineAt(item.start), isTypeOnly: entry.isType }]
        : [],
    ),
  );
  const dynamics = module.dynamicImports.flatMap(({ moduleRequest, start }) => {
    const literal = /^(['"])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    return literal?.[2] === undefined ? [] : [{ specifier: literal[2], line: lineAt(start), isTypeOnly: false }];
  });
  return [...statics, ...exports, ...dynamics];
}
