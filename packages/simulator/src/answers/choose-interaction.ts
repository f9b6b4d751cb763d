import { isDeepStrictEqual } from 'node:util';
import type { IndexedInteraction } from '../fixtures/interaction-index.ts';
import { bodyOf, type SimulatedRequest } from '../http/simulated-request.ts';
import type { FoundOperation } from '../match/operation-finder.ts';

/** Successful interactions of some operations, the likeliest answer to a request first. */
export function successesOf(
  interactions: readonly IndexedInteraction[],
  found: readonly FoundOperation[],
  request: Pick<SimulatedRequest, 'path' | 'query' | 'headers' | 'body'>,
  authMethod: string | null,
): IndexedInteraction[] {
  const names = new Set(found.map(({ name }) => name));
  const file = kebab(found[0]?.name ?? '');
  const score = ({ name, fixture, request: recorded }: IndexedInteraction): number => {
    const { call } = fixture;
    return (
      (recorded.path === request.path ? 16 : 0) +
      (isDeepStrictEqual(bodyOf(recorded), bodyOf(request)) ? 8 : 0) +
      (sorted(recorded.query) === sorted(request.query) ? 4 : 0) +
      (authMethod !== null && fixture.authMethod === authMethod ? 2 : 0) +
      ('operation' in call && names.has(call.operation) ? 1 : 0) +
      (name === file ? 1 : 0)
    );
  };
  return interactions
    .filter(
      ({ fixture, interaction, operations }) =>
        fixture.expect.errorClass === undefined &&
        // What ends well with an error status is the provider's way to say yes; before the end it is a challenge or a stumble.
        (interaction.response.status < 400 || interaction === fixture.interactions.at(-1)) &&
        operations.some(({ name }) => names.has(name)),
    )
    .map((indexed, position) => ({ indexed, position, score: score(indexed) }))
    .sort((a, b) => b.score - a.score || a.position - b.position)
    .map(({ indexed }) => indexed);
}

function sorted(query: URLSearchParams): string {
  const copy = new URLSearchParams(query);
  copy.sort();
  return copy.toString();
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
