import { validateFields } from '@patchbay/runtime';
import {
  type AuthMethod,
  credentialFields,
  credentialMembers,
  type Field,
  type Fixture,
  grantedCredentials,
  type Manifest,
} from '@patchbay/schema';
import { type KeyField, keyFields } from './key-fields.ts';
import { namedKey, sampleKey } from './sample-keys.ts';
import { sampleText } from './sample-text.ts';

/** Settings of a fixture over values made from the fields: a URL of example.com, a default, the first option. */
export function makeSettings(
  manifest: Manifest,
  fixture: Pick<Fixture, 'settings'>,
  /** isComplete: optional settings too, which the test of one method may need. */
  { isComplete = false } = {},
): Record<string, unknown> {
  const made = Object.entries(manifest.settings).flatMap(([name, field]) => {
    const value = makeSetting(name, { ...field, required: field.required || isComplete });
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(made), ...fixture.settings };
}

/**
 * Credentials of a fixture over canaries: made-up values of the right format that must not show up anywhere. A field that holds a key
 * gets one that was made for this process. What a fixture gives for a member of a JSON field is written into the field.
 */
export function makeCredentials(
  method: AuthMethod,
  fixture: Pick<Fixture, 'credentials'>,
  /** isComplete: optional credentials too. */
  { isComplete = false } = {},
): Record<string, string> {
  const keys = keyFields(method);
  const made = Object.entries(credentialFields(method))
    .filter(([, field]) => field.required || isComplete)
    .map(([name, field]) => {
      const members = (field.type === 'secret' && field.members) || null;
      return [name, members ? makeDocument(members, keys, fixture) : makeCanary(name, field, keys[name])] as const;
    });
  const members = credentialMembers(method);
  const given = Object.entries(fixture.credentials)
    .filter(([name]) => !members.includes(name))
    .map(([name, text]) => [name, namedKey(text) ?? text] as const);
  const granted = grantedCredentials(method).map((name) => [name, plainCanary(name)] as const);
  return Object.fromEntries([...made, ...granted, ...given]);
}

/** A JSON field whose members are those a fixture gives, or canaries. */
function makeDocument(
  members: Readonly<Record<string, string>>,
  keys: Readonly<Record<string, KeyField>>,
  fixture: Pick<Fixture, 'credentials'>,
): string {
  const document: Record<string, unknown> = {};
  for (const [name, path] of Object.entries(members)) {
    const given = fixture.credentials[name];
    const key = keys[name];
    const text = given === undefined ? (key ? sampleKey(key) : plainCanary(name)) : (namedKey(given) ?? given);
    const parts = path.split('.');
    let place = document;
    for (const part of parts.slice(0, -1)) {
      const inner = (place[part] ?? {}) as Record<string, unknown>;
      place[part] = inner;
      place = inner;
    }
    place[parts.at(-1) ?? ''] = text;
  }
  return JSON.stringify(document, null, 2);
}

function plainCanary(name: string): string {
  return `canary-${name.toLowerCase()}-7f3d9b1c`;
}

/** A default that its field would not take reaches no request; a rule of its own names it. */
function validDefault(name: string, field: Field, value: unknown): unknown {
  const { ok } = validateFields({ [name]: { ...field, visibleWhen: undefined } as Field }, { [name]: value });
  if (!ok) throw new Error(`the default of "${name}" is no value that its field takes`);
  return value;
}

function makeSetting(name: string, field: Field): unknown {
  if ('default' in field && field.default !== undefined) return validDefault(name, field, field.default);
  if (!field.required) return undefined;
  switch (field.type) {
    case 'url':
      return `https://${name.replace(/([A-Z])/g, '-$1').toLowerCase()}.example.com`;
    case 'integer':
    case 'number':
      return field.min ?? 1;
    case 'boolean':
      return false;
    case 'select':
      return field.options[0]?.value;
    case 'multi-select':
      return field.options.slice(0, 1).map(({ value }) => value);
    default:
      return ('pattern' in field && field.pattern ? sampleText(field.pattern) : null) ?? 'example';
  }
}

function makeCanary(name: string, field: Field, key: KeyField | undefined): string {
  if (key) return sampleKey(key);
  const pattern =
    field.type === 'secret'
      ? (field.formats?.[0]?.pattern ?? field.pattern)
      : 'pattern' in field
        ? field.pattern
        : undefined;
  return (pattern ? sampleText(pattern) : null) ?? plainCanary(name);
}

/** The example input of an operation, or made-up values of its required inputs. */
export function makeInput(manifest: Manifest, operation: string): Record<string, unknown> {
  const { example, input = {} } = manifest.operations[operation] ?? {};
  if (example) return example;
  return Object.fromEntries(
    Object.entries(input)
      .filter(([, field]) => field.required)
      .map(([name, field]) => [name, field.type === 'json' ? {} : makeSetting(name, field)]),
  );
}
