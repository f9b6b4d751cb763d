import type { AuthMethod } from '@patchbay/schema';
import type { SimulatedProvider } from '../provider.ts';
import { makeCredentials, makeSettings } from '../samples/make-values.ts';

/** The credentials a simulated provider accepts for a method: those of its fixtures, else made-up ones of the right format. */
export function simulatedCredentials(provider: SimulatedProvider, method: AuthMethod): Record<string, string> {
  return makeCredentials(method, { credentials: evidenceOf(provider, method)?.credentials ?? {} });
}

/** Settings to type in besides the server URL, as the fixtures have them. */
export function simulatedSettings(provider: SimulatedProvider, method: AuthMethod): Record<string, unknown> {
  return makeSettings(provider.manifest, { settings: evidenceOf(provider, method)?.settings ?? {} });
}

/** The fixture that shows a method at work, that of the test first. */
function evidenceOf({ manifest, fixtures }: SimulatedProvider, method: AuthMethod) {
  const good = fixtures
    .map(({ fixture }) => fixture)
    .filter(
      ({ authMethod, expect }) => (authMethod ?? manifest.auth[0]?.id) === method.id && expect.errorClass === undefined,
    );
  return good.find(({ call }) => 'test' in call) ?? good[0];
}
