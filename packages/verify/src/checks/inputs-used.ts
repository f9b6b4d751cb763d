import type { Manifest } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { operationTemplates, pathVariables, placeholdersIn, requestPath, stringsIn } from '../support/templates.ts';

export const inputsUsed: ManifestCheck = {
  id: 'inputs-used',
  title: 'Every input and setting is sent somewhere',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'a form that asks for a value and drops it lies to whoever fills it in',
  fix: 'use the field in path, query, headers or body, or remove it',
  samples: {
    passing: {},
    failing: { change: (manifest) => ({ ...manifest, settings: { ...manifest.settings, team: { type: 'text' } } }) },
  },
  check({ manifest, at }) {
    const found = [];
    for (const [name, operation] of Object.entries(manifest.operations)) {
      const used = new Set(pathVariables(requestPath(operation.request ?? '')));
      for (const { text } of operationTemplates(manifest, name, operation))
        for (const placeholder of placeholdersIn(text))
          if (placeholder.namespace === 'input') used.add(placeholder.name.split('.')[0] ?? '');
      for (const input of Object.keys(operation.input))
        if (!used.has(input) && !isGoverning(input, operation.input))
          found.push({
            ...at(`operations.${name}.input.${input}`),
            message: `input "${input}" of ${name} is never sent`,
          });
    }
    const { settings, variants, ...rest } = manifest;
    const texts = stringsIn(rest, '').map(({ text }) => text);
    for (const setting of Object.keys(settings)) {
      const isUsed =
        texts.some((text) => text.includes(`{settings.${setting}}`)) ||
        namesSetting(rest, setting) ||
        isDefault(rest.operations, setting);
      if (!isUsed && !isGoverning(setting, settings))
        found.push({ ...at(`settings.${setting}`), message: `setting "${setting}" is used nowhere` });
    }
    return found;
  },
};

/** A field that only decides which other fields are shown. */
function isGoverning(name: string, fields: Record<string, { visibleWhen?: { field: string } | undefined }>): boolean {
  return Object.values(fields).some(({ visibleWhen }) => visibleWhen?.field === name);
}

/** A setting that inputs of operations take their value from. */
function isDefault(operations: Manifest['operations'], name: string): boolean {
  return Object.values(operations).some(({ input }) =>
    Object.values(input).some(({ defaultFrom }) => defaultFrom === name),
  );
}

/** Mechanisms that name a setting outright: the public key of webhooks, the user name of basic sign-in. */
function namesSetting({ webhooks, auth }: { webhooks?: unknown; auth: unknown }, name: string): boolean {
  const text = JSON.stringify([webhooks, auth]);
  return text.includes(`"setting":"${name}"`) || text.includes(`Field":"${name}"`);
}
