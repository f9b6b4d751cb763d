import type { ManifestCheck } from '../check.ts';
import { manifestTemplates } from '../support/manifest-templates.ts';
import { suggest } from '../support/suggest.ts';
import { operationTemplates, pathVariables, placeholdersIn, requestPath } from '../support/templates.ts';

export const placeholders: ManifestCheck = {
  id: 'placeholders',
  title: 'Every placeholder resolves',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'an unknown placeholder would be sent as an empty value, or not at all',
  fix: 'name an input, a setting or a credential that is declared',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        operations: {
          ...manifest.operations,
          createComment: {
            ...manifest.operations.createComment,
            input: { ...manifest.operations.createComment?.input, owner: { type: 'text', defaultFrom: 'ownr' } },
            body: { body: '{input.bdy}' },
          },
        },
      }),
    },
  },
  check({ manifest, at }) {
    const settings = Object.keys(manifest.settings);
    const found = [];
    for (const [name, operation] of Object.entries(manifest.operations)) {
      const inputs = Object.keys(operation.input);
      const known: Record<string, string[]> = { input: inputs, settings };
      const paging =
        operation.paginate?.type === 'cursor' && 'path' in operation.paginate.to ? [operation.paginate.to.path] : [];
      for (const variable of pathVariables(requestPath(operation.request ?? ''))) {
        const [namespace, key] = variable.includes('.') ? variable.split('.') : ['input', variable];
        const candidates = known[namespace ?? ''] ?? [];
        if (candidates.includes(key ?? '') || paging.includes(variable)) continue;
        found.push({
          ...at(`operations.${name}.request`),
          message: `the path variable {${variable}} of "${operation.request}" is no ${namespace === 'settings' ? 'setting' : 'input of the operation'}`,
          fix: suggest(key ?? '', candidates),
        });
      }
      for (const [input, { defaultFrom }] of Object.entries(operation.input)) {
        if (defaultFrom === undefined || known.settings?.includes(defaultFrom)) continue;
        found.push({
          ...at(`operations.${name}.input.${input}.defaultFrom`),
          message: `the input "${input}" of ${name} takes the setting "${defaultFrom}", which there is none of`,
          fix: suggest(defaultFrom, Object.keys(manifest.settings)),
        });
      }
      for (const { path, text } of operationTemplates(manifest, name, operation))
        for (const placeholder of placeholdersIn(text)) {
          const candidates = known[placeholder.namespace];
          const key = placeholder.name.split('.')[0] ?? '';
          if (!candidates || candidates.includes(key)) continue;
          found.push({
            ...at(path),
            message: `{${placeholder.namespace}.${placeholder.name}} in ${path} does not resolve`,
            fix: suggest(key, candidates),
          });
        }
    }
    return [...found, ...manifestTemplates(manifest).map(({ path, message, fix }) => ({ ...at(path), message, fix }))];
  },
};
