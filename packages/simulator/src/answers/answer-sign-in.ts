import type { IndexedInteraction } from '../fixtures/interaction-index.ts';
import { recordedAnswer, type SimulatedAnswer } from '../http/simulated-answer.ts';
import { bodyOf, type SimulatedRequest } from '../http/simulated-request.ts';

/**
 * A request of a sign-in that no operation is of (a session, a token of an installation, an assertion): as the likeliest fixture has it,
 * its moments moved from the day of the fixture to now, and the texts it holds, of which some is the token. Null when no fixture shows it.
 */
export function answerSignIn(
  interactions: readonly IndexedInteraction[],
  request: SimulatedRequest,
  now: number,
): { answer: SimulatedAnswer; texts: string[] } | null {
  const given = membersOf(request);
  const [best] = interactions
    .filter(
      ({ operations, request: recorded, interaction, fixture }) =>
        operations.length === 0 &&
        fixture.expect.errorClass === undefined &&
        interaction.response.status < 400 &&
        recorded.method === request.method &&
        recorded.path === request.path &&
        (recorded.host === null || request.host === null || recorded.host === request.host),
    )
    .map((indexed) => {
      const expected = membersOf(indexed.request);
      const score = Object.entries(expected).filter(([name, value]) => given[name] === value).length;
      return { indexed, score };
    })
    .sort((a, b) => b.score - a.score);
  if (!best) return null;
  const { interaction, fixture } = best.indexed;
  const shift = now - Date.parse(`${fixture.provenance.date}T12:00:00Z`);
  const { response } = interaction;
  const answer = recordedAnswer({
    ...response,
    ...(response.body !== undefined && { body: moved(response.body, shift) }),
  });
  return { answer, texts: textsIn([response.body, response.headers]) };
}

function membersOf(request: Pick<SimulatedRequest, 'headers' | 'body'>): Record<string, unknown> {
  const body = bodyOf(request);
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

const shortestToken = 6;
const moment = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

function moved(value: unknown, shift: number): unknown {
  if (typeof value === 'string')
    return value.replace(moment, (text) => `${new Date(Date.parse(text) + shift).toISOString().slice(0, 19)}Z`);
  if (Array.isArray(value)) return value.map((inner) => moved(inner, shift));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moved(inner, shift)]));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string')
    return [value, ...value.split(/[\s;,="<>]+/)].filter(({ length }) => length >= shortestToken);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
