import type { ManifestInput } from '@patchbay/schema';

const width = 120;
/** Objects of these types in `settings`, `input` and `fields` are written with the typed shorthands. */
const builders: Readonly<Record<string, string>> = { 'multi-select': 'multiSelect' };
const blankLineBefore = new Set(['settings', 'hosts', 'auth', 'http', 'operations', 'test']);

/** The text of a manifest as people write it, in the layout of the repository's formatter. */
export function printManifest(manifest: ManifestInput, comment: readonly string[] = []): string {
  const lines = Object.entries(manifest).flatMap(([key, value]) => {
    const text = printMember(key, value, 2, false);
    return blankLineBefore.has(key) ? ['', text] : [text];
  });
  const body = lines.join('\n');
  const imports = /\bfield\.\w+\(/.test(body) ? 'defineManifest, field' : 'defineManifest';
  return [
    `import { ${imports} } from '@patchbay/schema';`,
    '',
    ...comment.map((line) => `// ${line}`),
    'export const manifest = defineManifest({',
    body,
    '});',
    '',
  ].join('\n');
}

/**
 * A value as text. `indent`: columns before the line it begins in; `column`: columns taken on that line already; `key`: the key it
 * stands under, for telling fields.
 */
function print(value: unknown, indent: number, column: number, key: string): string {
  if (Array.isArray(value)) return printList(value, indent, column);
  if (typeof value !== 'object' || value === null) return printScalar(value);
  return printObject(value as Record<string, unknown>, indent, column, key);
}

function printScalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'null';
  return quote(value);
}

/** Single quotes, unless the text has more of them than of the other kind. */
function quote(text: string): string {
  const json = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
  const plain = json.replaceAll('\\"', '"');
  const [single, double] = [plain.split("'").length - 1, plain.split('"').length - 1];
  return single > double ? `"${plain.replaceAll('"', '\\"')}"` : `'${plain.replaceAll("'", "\\'")}'`;
}

function printKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

function printList(items: readonly unknown[], indent: number, column: number): string {
  if (items.length === 0) return '[]';
  const isOfObjects =
    items.length > 1 &&
    items.every((item) => typeof item === 'object' && item !== null && Object.keys(item).length > 1);
  const line = `[${items.map((item) => flat(item, '')).join(', ')}]`;
  if (!isOfObjects && column + line.length + 1 <= width && !items.some(mustBreak)) return line;
  const inner = items.map((item) => `${' '.repeat(indent + 2)}${print(item, indent + 2, indent + 2, '')},`);
  return `[\n${inner.join('\n')}\n${' '.repeat(indent)}]`;
}

/** Whether a value is written over several lines wherever it stands: two objects of several members in a list. */
function mustBreak(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value)) return Object.values(value).some(mustBreak);
  const isOfObjects =
    value.length > 1 &&
    value.every((item) => typeof item === 'object' && item !== null && Object.keys(item).length > 1);
  return isOfObjects || value.some(mustBreak);
}

const fieldKeys = new Set(['settings', 'input', 'fields']);

function printObject(value: Record<string, unknown>, indent: number, column: number, key: string): string {
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const areFields = fieldKeys.has(key);
  const line = flat(value, key);
  const isShort =
    !areFields && column + line.length + 1 <= width && entries.length <= 6 && !mustBreak(value) && !isDeep(value);
  if (isShort) return line;
  const inner = entries.map(([name, item]) => printMember(name, item, indent + 2, areFields));
  return `{\n${inner.join('\n')}\n${' '.repeat(indent)}}`;
}

/** A member on a line of its own. What does not fit beside its key stands below it. */
function printMember(name: string, value: unknown, indent: number, isField: boolean): string {
  const pad = ' '.repeat(indent);
  const start = `${pad}${printKey(name)}: `;
  const text = isField ? printField(value, indent, start.length) : print(value, indent, start.length, name);
  const isTooLong = typeof value === 'string' && start.length + text.length + 1 > width;
  return isTooLong ? `${start.trimEnd()}\n${pad}  ${text},` : `${start}${text},`;
}

/** `field.text({ … })`. */
function printField(item: unknown, indent: number, column: number): string {
  const { type, ...rest } = item as { type: string };
  const start = `field.${builders[type] ?? type}(`;
  return `${start}${print(rest, indent, column + start.length + 1, '')})`;
}

/** Whether an object holds objects that hold objects: those read better over several lines. */
function isDeep(value: Record<string, unknown>): boolean {
  return Object.values(value).some(
    (item) =>
      typeof item === 'object' &&
      item !== null &&
      Object.values(item).some((inner) => typeof inner === 'object' && inner !== null),
  );
}

function flat(value: unknown, key: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => flat(item, '')).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return printScalar(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const areFields = fieldKeys.has(key);
  return `{ ${entries.map(([name, item]) => `${printKey(name)}: ${areFields ? printField(item, 0, 0) : flat(item, name)}`).join(', ')} }`;
}
