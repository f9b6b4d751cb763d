import type { ErrorRule, Manifest, TimeUnit } from '@patchbay/schema';

/** Where a manifest says how the provider writes a wait or the end of a window. */
export interface DeclaredWait {
  path: string;
  /** The manifest with the wait read in another unit. */
  inOtherUnit: Manifest;
}

const otherUnits: Record<TimeUnit, TimeUnit> = {
  seconds: 'milliseconds',
  milliseconds: 'seconds',
  epoch: 'seconds',
  epoch_milliseconds: 'epoch',
  http_date: 'seconds',
  iso8601: 'seconds',
};

/** Every wait a manifest declares. Operations may share a rule: it is named once. */
export function waitsOf(manifest: Manifest): DeclaredWait[] {
  const found = new Map<string, DeclaredWait>();
  for (const { path, rule } of rulesOf(manifest)) {
    if (!rule.retryAfter) continue;
    const key = JSON.stringify(rule);
    if (!found.has(key)) found.set(key, { path: `${path}.retryAfter.unit`, inOtherUnit: changeRules(manifest, key) });
  }
  for (const name of ['reset', 'retryAfter'] as const) {
    const unit = manifest.rateLimits.headers?.[name]?.unit;
    if (unit === undefined) continue;
    const inOtherUnit = structuredClone(manifest);
    const header = inOtherUnit.rateLimits.headers?.[name];
    if (header) header.unit = otherUnits[unit];
    found.set(name, { path: `rateLimits.headers.${name}.unit`, inOtherUnit });
  }
  return [...found.values()];
}

function changeRules(manifest: Manifest, key: string): Manifest {
  const copy = structuredClone(manifest);
  for (const { rule } of rulesOf(copy))
    if (rule.retryAfter && JSON.stringify(rule) === key) rule.retryAfter.unit = otherUnits[rule.retryAfter.unit];
  return copy;
}

function rulesOf({ errors, operations }: Manifest): { path: string; rule: ErrorRule }[] {
  const own = Object.entries(operations).flatMap(([name, operation]) =>
    operation.errors.map((rule, index) => ({ path: `operations.${name}.errors.${index}`, rule })),
  );
  return [...errors.map((rule, index) => ({ path: `errors.${index}`, rule })), ...own];
}
