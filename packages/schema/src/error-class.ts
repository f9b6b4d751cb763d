/** What an answer of a provider means. The closed list of design: every failed call ends in exactly one of them. */
export const errorClasses = [
  'auth_invalid',
  'auth_expired',
  'permission',
  'not_found',
  'gone',
  'validation',
  'conflict',
  'rate_limited',
  'quota_exhausted',
  'transient',
  'provider_down',
  'plan_limit',
  'offline',
  'bug',
] as const;
export type ErrorClass = (typeof errorClasses)[number];

/** Only these may be tried again without anybody changing anything. */
export const retryableClasses: ReadonlySet<ErrorClass> = new Set(['transient', 'rate_limited']);

/** Who has to act. */
export type WhoseFault = 'you' | 'provider' | 'network' | 'patchbay';
