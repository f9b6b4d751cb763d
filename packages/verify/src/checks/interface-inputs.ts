import { type Implementation, type InterfaceId, interfaces, type Manifest } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { expressionError } from '../support/expressions.ts';
import { inputsRead } from '../support/inputs-read.ts';
import { suggest } from '../support/suggest.ts';

const place = 'owner: owner, repo: repository, index: pullRequestNumber';
const line = { reason: 'Comments of this server have no place.' };

export const interfaceInputs: ManifestCheck = {
  id: 'interface-inputs',
  title: 'Every input of an interface is used by its mapping, or it is said that the provider does not take it',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason:
    'who calls an interface never looks at the provider; an input that is dropped in silence does something else than was asked for',
  fix: 'use it in the mapping; where the provider has no place for it, say so in `notTaken` with the reason, and calls that pass it are refused',
  samples: {
    passing: {
      change: (manifest) => ({
        ...manifest,
        implements: {
          'scm.comment': {
            operation: 'createComment',
            input: `{${place}, body: body}`,
            notTaken: { commentId: line, updateExisting: line, path: line, line, commitSha: line },
          },
        },
      }),
    },
    failing: {
      change: (manifest) => ({
        ...manifest,
        implements: {
          'scm.comment': {
            steps: [{ operation: 'createComment', input: `input.{${place}, body: commentId || body}`, as: 'made' }],
            output: '{id: steps.made.id, path: steps.made.path}',
            notTaken: { body: line, commentId: line, lines: line, line, commitSha: line, updateExisting: line },
          },
        },
      }),
    },
  },
  check({ manifest, at }) {
    return (Object.entries(manifest.implements) as [InterfaceId, Implementation][]).flatMap(([id, implementation]) => {
      const used = usedBy(manifest, implementation);
      const shape = interfaces[id].input.shape as Record<string, { isOptional(): boolean }>;
      const declared = implementation.notTaken;
      const dropped = Object.keys(shape).filter((name) => !used.has(name) && !Object.hasOwn(declared, name));
      return [
        ...dropped.map((name) => ({
          ...at(`implements[${id}]`),
          message: `${id} is asked with "${name}", and the mapping leaves it out`,
        })),
        ...Object.keys(declared).flatMap((name) => {
          const finding = at(`implements[${id}].notTaken.${name}`);
          const field = Object.hasOwn(shape, name) ? shape[name] : undefined;
          if (!field)
            return [
              {
                ...finding,
                message: `notTaken names "${name}", which is no input of ${id}`,
                fix: suggest(name, Object.keys(shape)),
              },
            ];
          if (!field.isOptional())
            return [
              {
                ...finding,
                message: `"${name}" is always given to ${id}, so a provider that does not take it serves nothing`,
                fix: `use it in the mapping, or move ${id} to \`lacks\``,
              },
            ];
          if (!used.has(name)) return [];
          return [
            {
              ...finding,
              message: `"${name}" is said not to be taken, and the mapping of ${id} uses it`,
              fix: 'remove it from `notTaken`, or from the mapping',
            },
          ];
        }),
      ];
    });
  },
};

/** Inputs that some expression of the mapping reads. */
function usedBy(manifest: Manifest, implementation: Implementation): Set<string> {
  const isSingle = 'operation' in implementation;
  const used = new Set<string>();
  const read = (expression: string | undefined, operation?: string) => {
    // What does not compile is told by another rule.
    if (expression === undefined || expressionError(expression) !== null) return;
    const { names, isWhole } = inputsRead(expression, isSingle ? 'input' : 'scope');
    for (const name of names) used.add(name);
    if (isWhole) for (const name of Object.keys(manifest.operations[operation ?? '']?.input ?? {})) used.add(name);
  };
  for (const step of isSingle ? [implementation] : implementation.steps) {
    read(step.input, step.operation);
    if ('when' in step) read(step.when);
    if ('forEach' in step) read(step.forEach);
  }
  // That of a single operation looks at its result.
  if (!isSingle) read(implementation.output);
  return used;
}
