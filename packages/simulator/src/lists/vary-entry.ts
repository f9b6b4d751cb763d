import { digitsOf, numberOf } from './deterministic.ts';

export interface Variation {
  /** Place of the entry in the list, from 0. */
  index: number;
  /** Differs from list to list: the repository whose pull requests these are. */
  list: string;
  /** Texts that name what the list hangs on; they stay. */
  kept: ReadonlySet<string>;
}

/** How much of an entry is taken for its identity: the usual names, names that look like one, every text and number. */
export const widths = ['usual', 'similar', 'all'] as const;
export type Width = (typeof widths)[number];

const usual = /^(_?id|uuid|guid|key|name|full_?name|slug|path|number|digest|sha|login|username|email|title|uri|self)$/i;
const similar = /(id|uuid|guid|key|name|slug|number|digest|sha|arn|tag|path)$/i;
const counted = /number$/i;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?=[^0-9a-z]?$)/i;

/**
 * Another entry of the same shape: what names the sample (ids, names, digests) is replaced wherever the entry says it, in addresses too.
 * The same index gives the same entry, and no two are alike.
 */
export function varyEntry(sample: unknown, variation: Variation, width: Width): unknown {
  if (typeof sample === 'string' || typeof sample === 'number') return newValue('', sample, variation);
  const found = identitiesOf(sample, variation.kept, width);
  const names = found
    .flatMap(({ value }) => (typeof value === 'string' ? [value] : []))
    .sort((a, b) => a.length - b.length);
  // What contains a shorter name (octocat/Hello-World) changes with that name.
  const atoms = found.filter(
    ({ value }) =>
      typeof value === 'number' || !names.some((name) => name.length >= 3 && name !== value && value.includes(name)),
  );
  const replacements = atoms.map(({ key, value }) => ({ from: value, to: newValue(key, value, variation) }));
  const places = new Map(found.map(({ place, key, value }) => [place, { key, value }]));
  return replace(sample, '', (text, place) => {
    const own = places.get(place);
    if (own && typeof own.value === 'number') return newValue(own.key, own.value, variation);
    if (typeof text === 'number') return text;
    const changed = replacements.reduce((result, { from, to }) => replaceWord(result, String(from), String(to)), text);
    return own && changed === text ? newValue(own.key, text, variation) : changed;
  });
}

interface Identity {
  place: string;
  key: string;
  value: string | number;
}

/** Of the outermost object that has any: the things it holds (an owner, a parent) keep their own names. */
function identitiesOf(sample: unknown, kept: ReadonlySet<string>, width: Width): Identity[] {
  const fits = (key: string) => width === 'all' || usual.test(key) || (width === 'similar' && similar.test(key));
  let level: { place: string; value: unknown }[] = [{ place: '', value: sample }];
  while (level.length > 0) {
    const members = level.flatMap(({ place, value }) =>
      typeof value !== 'object' || value === null
        ? []
        : Object.entries(value).map(([key, inner]) => ({ place: `${place}/${key}`, key, value: inner as unknown })),
    );
    const found = members.filter(
      (member): member is Identity =>
        fits(member.key) &&
        ((typeof member.value === 'string' && member.value !== '' && !isMoment(member.value)) ||
          Number.isInteger(member.value)) &&
        !kept.has(String(member.value)),
    );
    if (found.length > 0) return found;
    level = members;
  }
  return [];
}

function newValue(key: string, value: string | number, { index, list }: Variation): string | number {
  if (typeof value === 'number') return counted.test(key) ? index + 1 : (1 + numberOf(list)) * 1_000_000 + index;
  if (/^\d+$/.test(value)) return String(counted.test(key) ? index + 1 : (1 + numberOf(list)) * 1_000_000 + index);
  if (uuid.test(value)) return value.replace(uuid, uuidOf(list, key, index));
  const hexadecimal = /[0-9a-f]{32,}$/i.exec(value)?.[0];
  if (hexadecimal) return value.slice(0, -hexadecimal.length) + digitsOf(hexadecimal.length, list, key, index);
  const at = value.indexOf('@');
  if (at > 0) return `${value.slice(0, at)}-${index + 1}${value.slice(at)}`;
  return value.includes(' ') ? `${value} ${index + 1}` : `${value}-${index + 1}`;
}

function uuidOf(...words: (string | number)[]): string {
  const digits = digitsOf(32, ...words);
  return [0, 8, 12, 16, 20].map((from, part) => digits.slice(from, [8, 12, 16, 20, 32][part])).join('-');
}

/** Whole words only, so that `1` does not change `2011`. */
function replaceWord(text: string, from: string, to: string): string {
  if (from.length < 3 || !text.includes(from)) return text;
  const pattern = from.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return text.replace(new RegExp(`(?<![A-Za-z0-9])${pattern}(?![A-Za-z0-9])`, 'g'), () => to);
}

function replace(value: unknown, place: string, change: (leaf: string | number, place: string) => unknown): unknown {
  if (typeof value === 'string' || typeof value === 'number') return change(value, place);
  if (Array.isArray(value)) return value.map((inner, index) => replace(inner, `${place}/${index}`, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, replace(inner, `${place}/${key}`, change)]),
  );
}

function isMoment(text: string): boolean {
  return /^\d{4}-\d\d-\d\d([T ]|$)/.test(text);
}
