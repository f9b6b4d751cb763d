import { enableCompileCache, registerHooks } from 'node:module';

// Keeps compiled modules, and TypeScript with its types taken off, in the system's temporary folder: 0.25 s at each start but the first.
enableCompileCache();

/** Packages whose .js files are all ES modules. */
const moduleOnly = /\/node_modules\/(drizzle-orm|zod)\//;
type Resolved = ReturnType<Parameters<typeof registerHooks>[0]['resolve'] & object>;
const drizzle = new Map<string, Resolved>();

/**
 * Node reads the package.json of a module's package for every module, only to learn that it is an ES module; drizzle-orm's lists a
 * thousand entry points, which took 0.5 s and 100 MB at each start. What the names tell need not be read.
 */
registerHooks({
  resolve(specifier, context, next) {
    const parent = context.parentURL;
    if (parent === undefined || !context.conditions.includes('import')) return next(specifier, context);
    if (specifier.startsWith('.')) {
      const format = formatOf(specifier, parent);
      return format ? { url: new URL(specifier, parent).href, format, shortCircuit: true } : next(specifier, context);
    }
    if (!specifier.startsWith('drizzle-orm')) return next(specifier, context);
    const resolved = drizzle.get(specifier) ?? next(specifier, context);
    drizzle.set(specifier, resolved);
    return { ...resolved, shortCircuit: true };
  },
});

function formatOf(specifier: string, parent: string): string | null {
  if (specifier.endsWith('.ts')) return 'module-typescript';
  if (specifier.endsWith('.mjs')) return 'module';
  return specifier.endsWith('.js') && moduleOnly.test(parent) ? 'module' : null;
}
