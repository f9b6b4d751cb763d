import { isIP } from 'node:net';
import { secretShapes } from '@patchbay/verify';
import type { StandIns } from './stand-ins.ts';

/** Names of members whose text is a secret, and those that only sound like it. */
const secretName =
  /token|secret|passw(or)?d|passphrase|api[_-]?key|access[_-]?key|private[_-]?key|signature|authorization|credential|cookie|session[_-]?id|jwt|assertion|crumb$/i;
const plainName = /(type|kind|url|uri|href|endpoint|at|on|date|count|status|state|format|name|scopes?|in|expir\w*)$/i;
/** Names of members that say who somebody is. */
const personName =
  /^(login|user_?name|user_?login|display_?name|full_?name|real_?name|first_?name|last_?name|given_?name|family_?name|nick_?name|author_?name|committer_?name|phone(_?number)?|mobile)$/i;
/** An object with one of these is a person, and its name one of a person. */
const personMark = /^(login|user_?name|email|mail|display_?name|nick_?name|avatar(_?url)?|gravatar_?id|real_?name)$/i;

const email = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const address = /(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w:-]|\.\w)/gi;
/** Values of parameters that let in whoever has the address. */
const urlSecret =
  /([?&](?:[\w-]*(?:token|signature|credential|secret|password|api[_-]?key)[\w-]*|sig|key|code|auth)=)([^&#\s"']+)/gi;
/** Long text no person wrote: a key, or something that points into an account. */
const word = /[A-Za-z0-9+_-]{20,}={0,2}/g;
/** Base64 may hold slashes, which else separate the parts of a path. */
const onlyBase64 = /^[A-Za-z0-9+][A-Za-z0-9+/]{19,}={0,2}$/;

/** Notes what is private in a body, wherever it stands. */
export function findInBody(body: unknown, into: StandIns): void {
  walk(body, '', false);

  function walk(value: unknown, name: string, isPerson: boolean): void {
    if (typeof value === 'string') {
      findInMember(name, value, isPerson, into);
    } else if (Array.isArray(value)) {
      for (const item of value) walk(item, name, isPerson);
    } else if (value !== null && typeof value === 'object') {
      const isMarked = Object.keys(value).some((key) => personMark.test(key));
      for (const [key, item] of Object.entries(value)) {
        findInText(key, into);
        walk(item, key, isMarked);
      }
    }
  }
}

function findInMember(name: string, value: string, isPerson: boolean, into: StandIns): void {
  if (secretName.test(name) && !plainName.test(name) && !/\s/.test(value) && value.length >= 6)
    into.add('secret', value, (number) => `example-${kebab(name)}-${pad(number)}`);
  else if (personName.test(name) || (isPerson && name === 'name'))
    into.add('person', value, (number) =>
      /\s/.test(value)
        ? `Example Person ${number}`
        : /^\+?[\d ()-]{6,}$/.test(value)
          ? `+1 555 010${number}`
          : `example-person-${number}`,
    );
  findInText(value, into);
}

/** Notes what is private in a text by its look alone. */
export function findInText(text: string, into: StandIns): void {
  for (const [pattern] of secretShapes)
    for (const [match] of text.matchAll(pattern))
      into.add('secret', match, (number) => `example-secret-${pad(number)}`);
  for (const [, , value = ''] of text.matchAll(urlSecret))
    into.add('secret', decode(value), (number) => `example-parameter-${pad(number)}`);
  for (const [match] of text.matchAll(email)) into.add('email', match, (number) => `person${number}@example.com`);
  for (const [match] of text.matchAll(address)) findAddress(match, into);
  for (const [match = ''] of onlyBase64.test(text) ? [[text]] : text.matchAll(word))
    if (looksRandom(match)) into.add('opaque', match, (number) => `example-opaque-${pad(number)}`);
}

/** Addresses meant for examples: RFC 5737 and RFC 3849. */
function findAddress(text: string, into: StandIns): void {
  const version = isIP(text);
  if (version === 4 && !/^(0|127)\./.test(text)) into.add('address', text, (number) => `203.0.113.${number}`);
  if (version === 6 && text !== '::1' && text !== '::') into.add('address', text, (number) => `2001:db8::${number}`);
}

/** Digests of content and identifiers in their usual form say nothing of anybody; what mixes everything, or is as long as a key, may. */
function looksRandom(text: string): boolean {
  const bare = text.replace(/[=_-]+$/, '');
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(bare)) return false;
  if (/^[0-9a-f]+$/i.test(bare)) return bare.length === 32;
  return bare
    .split(/[/_-]/)
    .some((part) => part.length >= 16 && /[a-z]/.test(part) && /[A-Z]/.test(part) && /\d/.test(part));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^a-z0-9]+/gi, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();
}

/** Long enough for fields that take no short secrets. */
function pad(number: number): string {
  return String(number).padStart(4, '0');
}
