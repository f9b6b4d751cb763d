import { select } from '@patchbay/runtime';
import type { Sync } from '@patchbay/schema';
import type { LocalAnswer } from './local-server.ts';
import { makeElements, type PageTemplate, putValue } from './make-pages.ts';
import type { SeenRequest } from './match-request.ts';
import { inBody, type ListSource, placeSize } from './page-server.ts';
import { provideMoments } from './provider-moments.ts';

type Incremental = NonNullable<Sync['incremental']>;
type IncrementalOf<Type extends Incremental['type']> = Extract<Incremental, { type: Type }>;

/** A provider whose list changes between two reads, and which tells what changed in the way a sync declares. */
export interface ChangeSource extends ListSource {
  /** Whether some request held what an earlier read saved. */
  wasAsked(): boolean;
  /** Elements that are given again though nothing changed: those the saved state itself is made of. */
  dueAgain(): number;
  /** Adds elements, in the ways that are easily missed. Gives how many. */
  change(): number;
}

export interface ChangeSourceOptions {
  template: PageTemplate;
  /** Null: everything is given each time. */
  incremental: Incremental | null;
  /** Elements of the first read, of each list. */
  count: number;
  /** When the first read begins, in milliseconds since 1970. */
  startMs: number;
}

export function createChangeSource(options: ChangeSourceOptions): ChangeSource {
  const { incremental } = options;
  switch (incremental?.type) {
    case 'field':
      return byField(options, incremental);
    case 'token':
      return byToken(options, incremental);
    case 'event_log':
      return byLog(options, incremental);
    case 'etag':
      return byEtag(options);
    default:
      return whole(options);
  }
}

function whole({ template, count }: ChangeSourceOptions): ChangeSource {
  return {
    elements: (_request, place) => makeElements(template, count, place * placeSize),
    finish: (answer) => answer,
    wasAsked: () => true,
    dueAgain: () => count,
    change: () => 0,
  };
}

function byField({ template, count, startMs }: ChangeSourceOptions, incremental: IncrementalOf<'field'>): ChangeSource {
  const moments = provideMoments(incremental);
  const { unit } = moments;
  const lookback = incremental.format === 'number' ? 0 : incremental.lookbackSeconds * 1_000;
  const latest = incremental.format === 'number' ? 1_000 : moments.round(startMs - 86_400_000);
  // Far enough apart that only the last is within the lookback.
  const step = Math.ceil(lookback / unit) * unit + 2 * unit;
  const changed = Array.from({ length: count }, (_, index) => latest - (count - 1 - index) * step);
  const places = new Set<number>();
  let isAsked = false;
  return {
    elements(request, place) {
      places.add(place);
      const asked = moments.read(cursorOf(request, incremental));
      isAsked ||= asked !== null;
      const from = asked === null ? Number.NEGATIVE_INFINITY : moments.round(asked);
      const isSince = (moment: number) =>
        moments.round(moment) > from || (incremental.inclusive && moments.round(moment) === from);
      return changed.flatMap((moment, index) => {
        const [element] = makeElements(template, 1, place * placeSize + index);
        return isSince(moment) ? [putValue(element, incremental.field, moments.write(moment))?.data ?? element] : [];
      });
    },
    finish: (answer) => answer,
    wasAsked: () => isAsked,
    dueAgain: () => places.size,
    change() {
      // One at the very moment the state is made of, and one that shows up late.
      changed.push(latest);
      if (lookback > 0) changed.push(latest - lookback / 2);
      return places.size * (changed.length - count);
    },
  };
}

/** The value of the cursor in a request, out of the text around it. */
function cursorOf(request: SeenRequest, { parameter, filter, in: where }: IncrementalOf<'field'>): unknown {
  if (parameter !== undefined) return parameterOf(request, where, parameter);
  if (filter === undefined) return null;
  const [before = '', after = ''] = filter.template.split('{cursor}');
  const text = parameterOf(request, where, filter.parameter);
  if (typeof text !== 'string' || !text.startsWith(before) || !text.endsWith(after)) return null;
  return text.slice(before.length, text.length - after.length);
}

function byToken(
  { template, count }: ChangeSourceOptions,
  { token, parameter, in: where, initial }: IncrementalOf<'token'>,
): ChangeSource {
  let added = 0;
  let isAsked = false;
  const places = new Set<number>();
  return {
    elements(request, place) {
      places.add(place);
      const asked = parameterOf(request, where, parameter);
      const isFirst = asked === null || asked === undefined || asked === initial;
      isAsked ||= !isFirst;
      const skipped = isFirst ? 0 : Number(String(asked).replace(/^state-/, ''));
      return makeElements(template, count + added - skipped, place * placeSize + skipped);
    },
    finish: (answer) => ({
      ...answer,
      body: putValue(answer.body, token, `state-${count + added}`)?.data ?? answer.body,
    }),
    wasAsked: () => isAsked,
    dueAgain: () => 0,
    change() {
      added += 1;
      return places.size;
    },
  };
}

function byEtag({ template, count }: ChangeSourceOptions): ChangeSource {
  let added = 0;
  let isAsked = false;
  const places = new Set<number>();
  return {
    elements(_request, place) {
      places.add(place);
      return makeElements(template, count + added, place * placeSize);
    },
    finish(answer, request) {
      const etag = `"state-${count + added}"`;
      const asked = request.headers['if-none-match'];
      isAsked ||= asked !== undefined;
      if (asked === etag) return { status: 304, headers: { etag } };
      const others = Object.entries(answer.headers).filter(([name]) => name.toLowerCase() !== 'etag');
      return { ...answer, headers: { ...Object.fromEntries(others), etag } };
    },
    wasAsked: () => isAsked,
    dueAgain: () => 0,
    change() {
      added += 1;
      return places.size;
    },
  };
}

function byLog(
  { template, count }: ChangeSourceOptions,
  { position, parameter, in: where }: IncrementalOf<'event_log'>,
): ChangeSource {
  let added = 0;
  let isAsked = false;
  return {
    elements(request) {
      const all = makeElements(template, count + added);
      const asked = parameterOf(request, where, parameter);
      if (asked === null || asked === undefined) return all;
      isAsked = true;
      return all.slice(all.findIndex((entry) => String(select(position, entry)) === String(asked)) + 1);
    },
    finish: (answer: LocalAnswer) => answer,
    wasAsked: () => isAsked,
    dueAgain: () => 0,
    change() {
      added += 1;
      return added;
    },
  };
}

function parameterOf(request: SeenRequest, where: 'query' | 'body' | 'variables', name: string): unknown {
  if (where === 'query') return new URL(request.url, 'http://a').searchParams.get(name);
  return inBody(request, where === 'variables' ? `variables.${name}` : name);
}
