import type { ManifestCheck } from '../check.ts';
import { expressionError, expressionsOf } from '../support/expressions.ts';

export const expressions: ManifestCheck = {
  id: 'expressions',
  title: 'Every JMESPath expression compiles, calls functions there are and uses variables it binds',
  scope: 'manifest',
  gates: 'bronze',
  severity: 'error',
  reason: 'an expression that does not compile fails on the first real answer',
  fix: "correct it; raw strings are written 'so', backtick literals must be JSON",
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        http: { baseUrl: '{settings.baseUrl}/api/v1', errorMessage: 'let $a = message, $b = $a in $b' },
        test: { operation: 'getUser', account: { id: 'to_text(id)', label: 'login[' } },
      }),
    },
  },
  check({ manifest, at }) {
    return expressionsOf(manifest).flatMap(({ path, text }) => {
      const error = expressionError(text);
      return error === null ? [] : [{ ...at(path), message: `${path} is "${text}": ${error}` }];
    });
  },
};
