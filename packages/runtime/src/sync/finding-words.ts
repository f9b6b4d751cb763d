import {
  type FindingState,
  findingSchema,
  findingStateSchema,
  type Severity,
  type Sync,
  severitySchema,
} from '@patchbay/schema';
import type { UnknownWord } from '../types.ts';

export interface TranslatedFinding {
  data: Record<string, unknown>;
  /** Words the manifest does not name. */
  unknown: UnknownWord[];
}

/** Names of the scale by the first score that is above it. */
const cvssRatings: readonly (readonly [below: number, severity: Severity])[] = [
  [0.1, 'info'],
  [4, 'low'],
  [7, 'medium'],
  [9, 'high'],
  [10.01, 'critical'],
];

/**
 * Puts the severity and state of a mapped finding into our words, as its sync declares, and keeps the word of the provider beside them.
 * A word nobody declared never passes for a harmless one: it counts as what the sync says unknown ones count as, and is told.
 */
export function createFindingTranslator(sync: Sync): (data: Record<string, unknown>) => TranslatedFinding {
  const words = sync.finding ?? findingSchema.parse({});
  const severities = new Map<string, Severity>(severitySchema.options.map((word) => [word, word]));
  for (const [word, severity] of Object.entries(words.severity)) severities.set(word.toLowerCase(), severity);
  const states = new Map<string, FindingState>(findingStateSchema.options.map((word) => [word, word]));
  for (const [word, state] of Object.entries(words.state)) states.set(word.toLowerCase(), state);

  return (data) => {
    const unknown: UnknownWord[] = [];
    const given = toWord(data.severity);
    let severity = given === null ? undefined : severities.get(given.toLowerCase());
    if (severity === undefined && words.score === 'cvss') severity = rateCvss(given);
    if (severity === undefined) unknown.push({ field: 'severity', word: given, countsAs: words.unknownSeverity });
    const stateWord = toWord(data.state);
    let state = stateWord === null ? null : states.get(stateWord.toLowerCase());
    if (state === undefined) {
      unknown.push({ field: 'state', word: stateWord, countsAs: 'open' });
      state = 'open';
    }
    return {
      data: { ...data, severity: severity ?? words.unknownSeverity, providerSeverity: given, state },
      unknown,
    };
  };
}

/** Text and numbers as text; null for what is no word. */
function toWord(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return null;
  const word = value.trim();
  return word === '' ? null : word.slice(0, 200);
}

function rateCvss(word: string | null): Severity | undefined {
  if (word === null || !/^\d{1,2}(\.\d+)?$/.test(word)) return undefined;
  const score = Number(word);
  return cvssRatings.find(([below]) => score < below)?.[1];
}
