import { bodyOf, type SimulatedRequest } from '../http/simulated-request.ts';
import type { PathValues } from '../match/url-matcher.ts';

export interface Inputs {
  path: PathValues;
  request: Pick<SimulatedRequest, 'headers' | 'body'>;
}

/** What a request names: the values of its path, and texts and numbers of its body, by where they stand. */
export function inputsOf({ path, request }: Inputs): Record<string, string> {
  const body = bodyOf(request);
  const members = typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.entries(body) : [];
  return {
    ...path,
    ...Object.fromEntries(
      members.flatMap(([name, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[`body.${name}`, String(value)]] : [],
      ),
    ),
  };
}

const shortest = 3;

/** A recorded answer with what it says of its own request said of another one: the repository that is asked for, not the recorded one. */
export function swapInputs(value: unknown, recorded: Inputs, asked: Inputs): unknown {
  const [before, after] = [inputsOf(recorded), inputsOf(asked)];
  const changes = Object.entries(before).flatMap(([name, from]) => {
    const to = after[name];
    return to !== undefined && to !== from && from.length >= shortest ? [{ from, to }] : [];
  });
  if (changes.length === 0) return value;
  const patterns = changes.map(({ from, to }) => ({
    pattern: new RegExp(`(?<![A-Za-z0-9])${from.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![A-Za-z0-9])`, 'g'),
    from,
    to,
  }));
  return walk(value, (leaf) => {
    if (typeof leaf === 'string')
      return patterns.reduce((text, { pattern, to }) => text.replace(pattern, () => to), leaf);
    const same = patterns.find(({ from }) => from === String(leaf));
    return same && /^\d{1,15}$/.test(same.to) ? Number(same.to) : leaf;
  });
}

function walk(value: unknown, change: (leaf: string | number) => string | number): unknown {
  if (typeof value === 'string' || typeof value === 'number') return change(value);
  if (Array.isArray(value)) return value.map((inner) => walk(inner, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, change)]));
}
