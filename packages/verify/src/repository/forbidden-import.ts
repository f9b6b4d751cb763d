import { architecture, developmentOnly, type PackageRule } from './architecture.ts';

/** Why a package may not import a module, or null when it may. */
export function forbiddenImport(
  name: string,
  rule: PackageRule,
  specifier: string,
  isTypeOnly: boolean,
): string | null {
  if (rule.never?.some((pattern) => matches(pattern, specifier))) return rule.reason;
  const target = workspacePackage(specifier);
  if (target === null || target === name) return null;
  if (developmentOnly.includes(target)) return `${target} serves tests only`;
  const isAllowed = rule.mayImport.includes(target) || (isManifest(target) && rule.mayImport.includes('manifests'));
  if (!isAllowed) {
    const allowed =
      rule.mayImport.length > 0 ? `it may import ${rule.mayImport.join(', ')}` : 'it imports no other package';
    return `${rule.reason}; ${allowed}`;
  }
  if (rule.typesOnly?.includes(target) && !isTypeOnly)
    return `only types of ${target} may be imported here: ${rule.reason}`;
  return null;
}

/** `@patchbay/db/testing` → @patchbay/db; null for modules from outside. */
export function workspacePackage(specifier: string): string | null {
  return /^@patchbay\/[^/]+/.exec(specifier)?.[0] ?? null;
}

/** Whether the architecture lets a package depend on another one at all. */
export function mayDepend(name: string, target: string): boolean {
  const rule = architecture[name];
  return (
    !rule ||
    (rule.wiring?.length ?? 0) > 0 ||
    rule.mayImport.includes(target) ||
    (isManifest(target) && rule.mayImport.includes('manifests'))
  );
}

function isManifest(name: string): boolean {
  return name.startsWith('@patchbay/manifest-');
}

function matches(pattern: string, specifier: string): boolean {
  if (pattern.endsWith('*')) return specifier.startsWith(pattern.slice(0, -1));
  return specifier === pattern || specifier.startsWith(`${pattern}/`);
}
