import { closestName, type Registry } from '@patchbay/registry';
import { findTokenMethod, type TokenMethod } from '../by-provider/token-method.ts';
import { invalidInput } from '../support/parse-input.ts';
import { toWordsList } from '../support/to-words-list.ts';

/** The setting of a provider of language models that says which model is asked when a call does not. */
export const modelSetting = 'model';

/** The providers of language models that take a key: those that serve `llm.chat` and keep a model with their connections. */
export function llmProviders(registry: Registry): TokenMethod[] {
  return registry.list().flatMap((manifest) => {
    const isOne = manifest.implements['llm.chat'] !== undefined && Object.hasOwn(manifest.settings, modelSetting);
    const found = isOne ? findTokenMethod(manifest) : null;
    return found ? [found] : [];
  });
}

/** The provider people call `name`, in any case, or by its id; null when there is none. */
export function findLlmProvider(registry: Registry, name: string): TokenMethod | null {
  const wanted = name.toLowerCase();
  return (
    llmProviders(registry).find(({ manifest }) => [manifest.id, manifest.name.toLowerCase()].includes(wanted)) ?? null
  );
}

/** The same, for a name in a body; throws `invalid_input` with those there are. */
export function requireLlmProvider(registry: Registry, name: string): TokenMethod {
  const found = findLlmProvider(registry, name);
  if (found) return found;
  const names = llmProviders(registry).map(({ manifest }) => manifest.name);
  const nearest = closestName(name, names);
  const hint = nearest ? `did you mean "${nearest}"?` : `choose one of ${toWordsList(names)}`;
  throw invalidInput([{ path: 'name', message: `is no provider of language models; ${hint}` }]);
}
