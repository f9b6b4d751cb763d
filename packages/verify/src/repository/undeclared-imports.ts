import { builtinModules } from 'node:module';
import type { Finding } from '../check.ts';
import { developmentOnly, isDevelopmentFile } from './architecture.ts';
import type { SourcePackage } from './context.ts';
import { mayDepend } from './forbidden-import.ts';

/** Markers the framework of the admin resolves itself. */
const frameworkModules = ['server-only', 'client-only'];

/** Imports of a package that its package.json does not name, and paths that leave its folder. */
export function undeclaredImports(item: SourcePackage): Finding[] {
  return item.files.flatMap(({ file, imports }) =>
    imports.flatMap(({ specifier, line, isTypeOnly }) => {
      if (specifier.startsWith('.'))
        return leavesPackage(item, file, specifier) ? [outside(file, line, specifier)] : [];
      if (specifier.startsWith('node:') || /^(#|[@~]\/)/.test(specifier)) return [];
      const name = packageNameOf(specifier);
      if (builtinModules.includes(name) || frameworkModules.includes(name) || name === item.name) return [];
      const isDevelopment = isDevelopmentFile(file) || isTypeOnly || item.folder === 'e2e';
      const declared = isDevelopment ? [...item.dependencies, ...item.devDependencies] : item.dependencies;
      // The test runner of the workspace root serves every package.
      if (declared.includes(name) || (isDevelopment && name === 'vitest')) return [];
      return [{ file, line, message: `"${name}" is not in the dependencies of ${item.name}` }];
    }),
  );
}

/** Dependencies on packages of the workspace that the architecture closes. */
export function closedDependencies(item: SourcePackage): Finding[] {
  return item.dependencies
    .filter((name) => name.startsWith('@patchbay/') && !mayDepend(item.name, name))
    .map((name) => ({
      file: `${item.folder}/package.json`,
      line: item.packageText.slice(0, item.packageText.indexOf(`"${name}"`)).split('\n').length,
      message: `${item.name} depends on ${name}, which the architecture does not allow`,
      fix: 'remove the dependency',
    }));
}

function leavesPackage({ name, folder }: SourcePackage, file: string, specifier: string): boolean {
  // Scripts work on the repository as a whole.
  if (developmentOnly.includes(name)) return false;
  const depth = file.slice(folder.length + 1).split('/').length - 1;
  return specifier.split('/').filter((part) => part === '..').length > depth;
}

function outside(file: string, line: number, specifier: string): Finding {
  return { file, line, message: `"${specifier}" leaves the package`, fix: 'import the package by its name' };
}

function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
