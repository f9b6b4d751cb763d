import type { Api, ApiOperation, ApiOperationRef } from '../api/types.ts';

const personal =
  /(^|[/_.-])(me|self|user|users\/current|whoami|current[_-]?user|account|profile|viewer|myself|session|authenticated)$/i;

/** Whether an operation can prove a connection: a read that needs credentials and nothing from the caller. */
export function canTest({ method, path, parameters, security }: ApiOperation, needsAuth: boolean): boolean {
  if (method !== 'GET' || path.includes('{')) return false;
  if (parameters.some(({ isRequired, in: place }) => isRequired && place !== 'path')) return false;
  // An empty requirement in the list means that it works without credentials too.
  return !needsAuth || security.length === 0 || security.every((requirement) => requirement.length > 0);
}

/** The best of several tests: one that tells whose credentials these are, else the shortest path. */
export function bestTest<Item extends ApiOperationRef>(candidates: readonly Item[]): Item | null {
  const ranked = [...candidates].sort((a, b) => rank(a) - rank(b) || a.path.length - b.path.length);
  return ranked[0] ?? null;
}

function rank({ path, operationId }: ApiOperationRef): number {
  if (personal.test(path.replace(/\/+$/, '')) || /current|whoami|[a-z]Me$/.test(operationId)) return 0;
  return /status|health|ping|version/i.test(path) ? 3 : 1;
}

/** A test among all operations of a description, for when none of those chosen is one. Only likely ones are read. */
export function findTest(api: Api, needsAuth: boolean): ApiOperation | null {
  const likely = api.operations.filter(
    ({ method, path }) => method === 'GET' && personal.test(path.replace(/\/+$/, '')),
  );
  const readable = likely.slice(0, 50).map((ref) => api.read(ref));
  return bestTest(readable.filter((operation) => canTest(operation, needsAuth)));
}
