import type { Manifest } from '../manifest.ts';
import type { Test } from '../sync.ts';
import type { AuthMethod } from './auth-method.ts';

/** The call that proves a connection made with a method: its own, else the manifest's. */
export function testOf(manifest: Pick<Manifest, 'test'>, method: Pick<AuthMethod, 'test'> | undefined): Test {
  return method?.test ?? manifest.test;
}

/** The operation a method calls where another is named. */
export function operationOf(method: Pick<AuthMethod, 'replaces'> | undefined, name: string): string {
  return (method && Object.hasOwn(method.replaces, name) ? method.replaces[name] : undefined) ?? name;
}
