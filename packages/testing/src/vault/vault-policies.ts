export type VaultCapability = 'read' | 'list' | 'create' | 'update' | 'delete' | 'deny';

/** Paths, below /v1, and what may be done there: `secret/data/app/*` ends with a glob, `+` stands for one segment. */
export type VaultPolicy = Record<string, VaultCapability[]>;

/** Every token has it unless it was made without. */
export const defaultPolicy: VaultPolicy = {
  'auth/token/lookup-self': ['read'],
  'auth/token/renew-self': ['update'],
  'auth/token/revoke-self': ['update'],
};

/** Whether one of the policies allows it. The most exact path of all of them decides, and `deny` there is final. */
export function isAllowed(policies: readonly VaultPolicy[], path: string, wanted: VaultCapability): boolean {
  const rules = policies.flatMap((policy) => Object.entries(policy)).filter(([pattern]) => matches(pattern, path));
  const exactness = ([pattern]: [string, unknown]) => (/[*+]/.test(pattern) ? pattern.length : Number.MAX_SAFE_INTEGER);
  const best = Math.max(...rules.map(exactness));
  const capabilities = rules.filter((rule) => exactness(rule) === best).flatMap(([, list]) => list);
  return capabilities.includes(wanted) && !capabilities.includes('deny');
}

function matches(pattern: string, path: string): boolean {
  const isPrefix = pattern.endsWith('*');
  const wanted = (isPrefix ? pattern.slice(0, -1) : pattern).split('/');
  const given = path.split('/');
  if (isPrefix ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, at) => {
    const isLast = isPrefix && at === wanted.length - 1;
    return segment === '+' || (isLast ? (given[at] ?? '').startsWith(segment) : given[at] === segment);
  });
}
