import type { ErrorClass, Manifest } from '@patchbay/schema';
import type { IndexedInteraction } from '../fixtures/interaction-index.ts';
import { jsonAnswer, recordedAnswer, type SimulatedAnswer } from '../http/simulated-answer.ts';
import type { FoundOperation } from '../match/operation-finder.ts';

export interface RefusalWanted {
  /** Any of these statuses; all when left out. */
  statuses?: readonly number[];
  classes?: readonly ErrorClass[];
  /** The method whose fixtures come first. */
  authMethod: string | null;
}

/**
 * How the provider itself refuses, as a fixture has it: one of the operation first, then one of the auth method, then the one whose
 * status says most. Null when no fixture shows it.
 */
export function recordedRefusal(
  { manifest, interactions }: { manifest: Manifest; interactions: readonly IndexedInteraction[] },
  found: readonly FoundOperation[],
  { statuses, classes, authMethod }: RefusalWanted,
): SimulatedAnswer | null {
  const names = new Set(found.map(({ name }) => name));
  const score = ({ fixture, operations, interaction }: IndexedInteraction): number => {
    const { status } = interaction.response;
    return (
      (operations.some(({ name }) => names.has(name)) ? 32 : 0) +
      ((fixture.authMethod ?? manifest.auth[0]?.id) === authMethod ? 8 : 0) +
      (status === 401 ? 4 : 0) +
      (status >= 400 ? 2 : 0)
    );
  };
  const [best] = interactions
    .filter(
      ({ fixture, interaction }) =>
        interaction === fixture.interactions.at(-1) &&
        fixture.expect.errorClass !== undefined &&
        (classes === undefined || classes.includes(fixture.expect.errorClass)) &&
        (statuses === undefined || statuses.includes(interaction.response.status)),
    )
    .sort((a, b) => score(b) - score(a));
  return best ? recordedAnswer(best.interaction.response) : null;
}

/** Said by the simulator itself, never by a provider: what is missing, and where it would have to be. */
export function simulatorAnswer(status: number, message: string, next: string): SimulatedAnswer {
  return jsonAnswer(status, { simulator: { message, next } }, { 'x-simulator': 'own-answer' });
}
