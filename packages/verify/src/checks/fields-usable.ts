import { matchesWhole, validateFields } from '@patchbay/runtime';
import { credentialFields, type Field, type Manifest } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';
import { slowText } from '../support/slow-pattern.ts';

interface LocatedField {
  path: string;
  name: string;
  field: Field;
}

export const fieldsUsable: ManifestCheck = {
  id: 'fields-usable',
  title: 'Every pattern can be matched quickly, and every default is a value its field takes',
  scope: 'manifest',
  gates: 'unlisted',
  severity: 'error',
  reason:
    'a pattern that cannot be read refuses everything, one that goes back and forth freezes the form of whoever types',
  fix: 'write a pattern of RE2 without a repetition inside a repetition, and a default that the form would take',
  samples: {
    passing: {},
    failing: {
      change: (manifest) => ({
        ...manifest,
        settings: {
          ...manifest.settings,
          team: { type: 'text', pattern: '(?=a)[a-z]+', default: 'tools' },
          path: { type: 'text', pattern: '([a-z]+)*/' },
          server: { type: 'url', default: '{settings.server}' },
        },
      }),
    },
  },
  check({ manifest, at }) {
    return fieldsOf(manifest).flatMap(({ path, name, field }) => {
      const patterns = patternsOf(field).flatMap(([key, pattern]) => {
        const message = whyUnusable(pattern);
        return message === null
          ? []
          : [{ ...at(`${path}.${key}`), message: `${path}.${key} is "${pattern}": ${message}` }];
      });
      if (patterns.length > 0 || !('default' in field) || field.default === undefined) return patterns;
      const checked = validateFields(
        { [name]: { ...field, visibleWhen: undefined } as Field },
        { [name]: field.default },
      );
      if (checked.ok) return [];
      const shown = JSON.stringify(field.default);
      return checked.details.map(({ message }) => ({
        ...at(`${path}.default`),
        message: `${path}.default is ${shown}: ${message}`,
        fix: 'write a value the field takes, or none',
      }));
    });
  },
};

/** Every declared field with the path it is written at. */
function fieldsOf(manifest: Manifest): LocatedField[] {
  const groups: [string, Readonly<Record<string, Field>>][] = [
    ['settings', manifest.settings],
    ...manifest.auth.map((method, index): [string, Readonly<Record<string, Field>>] => [
      `auth.${index}.fields`,
      credentialFields(method),
    ]),
    ...Object.entries(manifest.operations).map(([name, { input }]): [string, Readonly<Record<string, Field>>] => [
      `operations.${name}.input`,
      input,
    ]),
    ...Object.entries(manifest.syncs).map(([name, { variables }]): [string, Readonly<Record<string, Field>>] => [
      `syncs.${name}.variables`,
      variables,
    ]),
  ];
  return groups.flatMap(([path, fields]) =>
    Object.entries(fields).map(([name, field]) => ({ path: `${path}.${name}`, name, field })),
  );
}

function patternsOf(field: Field): [key: string, pattern: string][] {
  const own: [string, string][] = 'pattern' in field && field.pattern !== undefined ? [['pattern', field.pattern]] : [];
  const formats = (field.type === 'secret' && field.formats) || [];
  return [...own, ...formats.map(({ pattern }, index): [string, string] => [`formats.${index}.pattern`, pattern])];
}

function whyUnusable(pattern: string): string | null {
  try {
    matchesWhole(pattern, '');
  } catch {
    return 'it is not a regular expression of RE2, which has no look-around and no back references';
  }
  const slow = slowText(pattern);
  return slow === null
    ? null
    : `a browser would not end refusing "${slow.slice(0, 12)}…", ${slow.length} characters of it`;
}
