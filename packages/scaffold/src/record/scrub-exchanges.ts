import { readMembers } from '@patchbay/runtime';
import { type AuthMethod, credentialFields, type Fixture, type Manifest } from '@patchbay/schema';
import { ScaffoldError } from '../scaffold-error.ts';
import type { Exchange } from './exchange.ts';
import { findInBody, findInText } from './find-private.ts';
import { keptAnswerHeaders } from './kept-answer-headers.ts';
import type { SampleAccount } from './sample-account.ts';
import { createStandIns, type StandIns } from './stand-ins.ts';

/** Kept in a repository for ever, and read by people. */
const maxBytes = 256 * 1024;

export interface ScrubOptions {
  manifest: Manifest;
  method: AuthMethod;
  /** As the call was really made. */
  settings: Readonly<Record<string, unknown>>;
  credentials: Readonly<Record<string, string>>;
  /** What stands in the fixture instead. */
  sample: SampleAccount;
  /** Text somebody wants replaced, and by what. */
  replace: Readonly<Record<string, string>>;
}

/** A conversation without anything of the account in it. */
export interface Scrubbed {
  /** What was asked, by which an answer is found again. */
  answers: { method: string; path: string; response: Fixture['interactions'][number]['response'] }[];
  standIns: StandIns;
  /** Names of headers of the answers that were left out. */
  droppedHeaders: string[];
}

/** Replaces what is private in what was answered. Requests are not taken over at all: only where they went, to find an answer again. */
export function scrubExchanges(exchanges: readonly Exchange[], options: ScrubOptions): Scrubbed {
  const size = exchanges.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > maxBytes)
    throw new ScaffoldError(
      `The answers are ${Math.ceil(size / 1024)} KiB together, too much for a fixture (${maxBytes / 1024} KiB). Record with an account that holds less, or with an input that asks for less.`,
    );
  const standIns = createStandIns();
  for (const [text, instead] of Object.entries(options.replace)) standIns.add('asked', text, () => instead);
  noteAccount(standIns, options);
  const read = exchanges.map((exchange) => ({
    exchange,
    body: readBody(exchange),
    ...keptAnswerHeaders(exchange, options.manifest, options.method),
  }));
  // Everything is looked for before anything is replaced: what is a secret in one answer is one in all.
  for (const { body, kept } of read) {
    findInBody(body, standIns);
    for (const [name, value] of Object.entries(kept)) {
      if (name === 'set-cookie') noteCookie(value, standIns);
      findInText(value, standIns);
    }
  }
  return {
    standIns,
    droppedHeaders: [...new Set(read.flatMap(({ dropped }) => dropped))].sort(),
    answers: read.map(({ exchange, body, kept }) => ({
      method: exchange.method,
      path: standIns.apply(exchange.url.pathname),
      response: {
        status: exchange.status,
        headers: Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, standIns.apply(value)])),
        ...(body === undefined ? {} : { body: replaceIn(body, standIns) }),
      },
    })),
  };
}

function noteAccount(standIns: StandIns, { method, settings, credentials, sample }: ScrubOptions): void {
  const fields = credentialFields(method);
  for (const [name, value] of Object.entries(credentials)) {
    const field = fields[name];
    const isSecret = field === undefined || field.type === 'secret';
    standIns.add(isSecret ? 'secret' : 'account', value, () =>
      isSecret ? `example-${name}` : (sample.credentials[name] ?? 'example'),
    );
    if (field?.type !== 'secret' || !field.members) continue;
    const members = readMembers(field.members, value);
    if (members.ok)
      for (const [member, text] of Object.entries(members.values))
        standIns.add('secret', text, () => `example-${member}`);
  }
  for (const [name, value] of Object.entries(settings)) {
    const instead = sample.settings[name];
    if (typeof value !== 'string' || typeof instead !== 'string' || value === instead) continue;
    if (URL.canParse(value) && URL.canParse(instead)) {
      const [real, shown] = [new URL(value), new URL(instead)];
      for (const part of ['origin', 'host', 'hostname'] as const)
        standIns.add('setting', real[part], () => shown[part]);
    } else standIns.add('setting', value, () => instead);
  }
}

function noteCookie(header: string, into: StandIns): void {
  const [, value = ''] = /^[^=]+=([^;]*)/.exec(header) ?? [];
  into.add('secret', value, (number) => `example-cookie-${number}`);
}

/** JSON as data, other text as text; undefined when there is none. */
function readBody({ bytes, headers }: Exchange): unknown {
  if (bytes.length === 0) return undefined;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ScaffoldError('An answer is no text. Fixtures hold text and JSON; this operation cannot be recorded.');
  }
  const type = String(headers['content-type'] ?? 'application/json');
  if (!/json/.test(type)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ScaffoldError(
      'An answer says it is JSON and is not. Nothing was recorded: a fixture could not give it back as it was.',
    );
  }
}

function replaceIn(value: unknown, standIns: StandIns): unknown {
  if (typeof value === 'string') return standIns.apply(value);
  if (typeof value === 'number') {
    // Only what stands for the whole of it: a part of a number is none.
    const instead = standIns.list().find(({ original }) => original === String(value))?.standIn ?? '';
    return /^-?\d+$/.test(instead) ? Number(instead) : value;
  }
  if (Array.isArray(value)) return value.map((item) => replaceIn(item, standIns));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [standIns.apply(key), replaceIn(item, standIns)]),
  );
}
