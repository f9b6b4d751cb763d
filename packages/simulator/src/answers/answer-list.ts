import { select } from '@patchbay/runtime';
import type { Manifest } from '@patchbay/schema';
import type { IndexedInteraction } from '../fixtures/interaction-index.ts';
import { recordedAnswer, type SimulatedAnswer } from '../http/simulated-answer.ts';
import { bodyOf, type SimulatedRequest } from '../http/simulated-request.ts';
import { fromData } from '../lists/answer-data.ts';
import { createListSource, type ListSource } from '../lists/list-source.ts';
import { mostInPage, readPagePlace } from '../lists/page-place.ts';
import { withValueAt } from '../lists/plain-path.ts';
import { markPage } from '../lists/write-page.ts';
import type { FoundOperation } from '../match/operation-finder.ts';
import { simulatorAnswer } from './refuse.ts';
import { inputsOf, swapInputs } from './swap-inputs.ts';

export interface ListOptions {
  /** Items of each list. */
  items: number;
  /** Items in a page that nobody named the size of. */
  pageSize: number;
  seed: number;
}

/** Answers pages of generated lists. */
export type ListAnswerer = (question: {
  request: SimulatedRequest;
  found: readonly FoundOperation[];
  /** Recorded answers, the likeliest first. */
  recorded: readonly IndexedInteraction[];
  /** Leads to the page it stands in, for ever. */
  isEndless: boolean;
}) => SimulatedAnswer | null;

export function createListAnswerer(manifest: Manifest, options: ListOptions): ListAnswerer {
  const sources = new Map<string, ListSource | null>();
  return ({ request, found, recorded, isEndless }) => {
    const [first] = found;
    const paginate = first?.operation.paginate;
    if (!first || !paginate) return null;
    const id = found.map(({ name }) => name).join(' ');
    let source = sources.get(id);
    if (source === undefined) {
      source = createListSource(manifest, found, recorded);
      sources.set(id, source);
    }
    if (!source) return null;
    const { sample, keys } = source;
    const body = bodyOf(request);
    const asked = { path: first.path, request };
    const known = {
      path: sample.operations.find(({ name }) => name === first.name)?.path ?? {},
      request: sample.request,
    };
    const list = JSON.stringify([options.seed, id, inputsOf({ ...asked, request: withoutPaging(request, paginate) })]);
    const kept = new Set([...Object.values(inputsOf(known)), ...sample.request.query.values()]);
    const entry = (index: number) => swapInputs(source.entry(index, list, kept), known, asked);
    const link = linkOf(sample, paginate);
    const itemOf = (index: number) =>
      (select(first.operation.items ?? '@', withValueAt(source.body, keys, [entry(index)])) as unknown[])[0];
    const place = readPagePlace({
      paginate,
      request,
      body,
      path: first.path,
      defaultSize: options.pageSize,
      linkParameter: link.parameter,
      after: (key) => {
        if (paginate.type !== 'keyset') return null;
        for (let index = 0; index < options.items; index += 1)
          if (String(select(paginate.key, itemOf(index))) === key) return index + 1;
        return null;
      },
    });
    if (place === 'odd-size')
      return simulatorAnswer(
        400,
        `No page of ${first.name} has the size asked for.`,
        `Ask for 1 to ${paginate.size?.max ?? mostInPage} items, as a whole number, or leave the size out.`,
      );
    if (place === 'unknown-place')
      return simulatorAnswer(
        400,
        `The page asked for of ${first.name} is none this list has led to.`,
        'Begin again with the first page, and follow what each answer says.',
      );
    // Of numbered pages the same one for ever; where an answer leads on, it leads to itself.
    const isNumbered = paginate.type === 'page' || paginate.type === 'offset' || paginate.type === 'keyset';
    const start = isEndless && isNumbered ? 0 : place.from;
    const end = isEndless ? start + place.size : Math.min(start + place.size, options.items);
    const entries = Array.from({ length: Math.max(0, end - start) }, (_, offset) => entry(start + offset));
    const response = recordedAnswer(sample.interaction.response);
    const whole = swapInputs(source.body, known, asked);
    const marked = markPage({
      paginate,
      request,
      body: withValueAt(whole, keys, entries),
      headers: response.headers,
      place: isEndless ? { from: place.from - place.size, size: place.size } : place,
      total: isEndless ? Number.MAX_SAFE_INTEGER : options.items,
      linkParameter: link.parameter,
      countsPages: link.countsPages,
    });
    const sent = fromData(marked.body, first.operation);
    const written = typeof sent === 'string' && first.operation.response === 'xml' ? sent : JSON.stringify(sent);
    return { status: response.status, headers: marked.headers, body: written };
  };
}

/** The request without what only says which page. */
function withoutPaging(
  request: SimulatedRequest,
  paginate: NonNullable<FoundOperation['operation']['paginate']>,
): SimulatedRequest {
  const body = bodyOf(request);
  const places = [
    ...(paginate.size?.in === 'body' ? [paginate.size.param] : []),
    ...('param' in paginate && paginate.in === 'body' ? [paginate.param] : []),
    ...(paginate.type === 'cursor' && 'body' in paginate.to ? [paginate.to.body] : []),
  ];
  if (places.length === 0 || typeof body !== 'object') return request;
  const rest = places.reduce<unknown>((value, place) => withValueAt(value, place.split('.'), undefined), body);
  return {
    ...request,
    headers: { ...request.headers, 'content-type': 'application/json' },
    body: JSON.stringify(rest),
  };
}

/** The parameter by which the recorded links of a list lead on. */
function linkOf(
  { interaction, request }: IndexedInteraction,
  paginate: NonNullable<FoundOperation['operation']['paginate']>,
): { parameter: string; countsPages: boolean } {
  if (paginate.type !== 'link_header' && paginate.type !== 'link_body') return { parameter: '', countsPages: false };
  const header = Object.entries(interaction.response.headers).find(([name]) => name.toLowerCase() === 'link')?.[1];
  const target =
    paginate.type === 'link_header'
      ? /<([^>]*)>[^,]*rel="?next/.exec(header ?? '')?.[1]
      : select(paginate.next, interaction.response.body);
  if (typeof target !== 'string' || !URL.canParse(target, 'http://fixture'))
    return { parameter: 'page', countsPages: true };
  for (const [name, value] of new URL(target, 'http://fixture').searchParams)
    if (request.query.get(name) !== value) return { parameter: name, countsPages: /^[12]$/.test(value) };
  return { parameter: 'page', countsPages: true };
}
