import type { ManifestCheck } from '../check.ts';
import { pathVariables, requestPath } from '../support/templates.ts';

export const pathInputs: ManifestCheck = {
  id: 'path-inputs',
  title: 'Inputs of the path are required',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'a path without one of its parts is another path; a form that lets it be empty fails only after it was sent',
  fix: 'write required: true, or give a default',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        operations: {
          ...manifest.operations,
          createComment: {
            ...manifest.operations.createComment,
            input: { ...manifest.operations.createComment?.input, repo: { type: 'text' } },
          },
        },
      }),
    },
  },
  check({ manifest, at }) {
    return Object.entries(manifest.operations).flatMap(([name, { request, input }]) =>
      pathVariables(requestPath(request ?? '')).flatMap((variable) => {
        const field = input[variable];
        if (!field || field.required || ('default' in field && field.default !== undefined)) return [];
        const message = `input "${variable}" of ${name} is part of the path "${request}" and is not required`;
        return [{ ...at(`operations.${name}.input.${variable}`), message }];
      }),
    );
  },
};
