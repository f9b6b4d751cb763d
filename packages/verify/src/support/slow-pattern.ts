import { createContext, Script } from 'node:vm';
import { sampleText } from '@patchbay/simulator';

/** How often a text is repeated: harmless for a pattern that reads each character once, without end for one that does not. */
const repeats = 40;
const patienceMs = 1_000;
/** What was found of a pattern; the same one stands in many manifests, and in every change of one. */
const known = new Map<string, string | null>();
/** `tried` tells which text was tried last when time is up. */
const script = new Script(
  'const regex = new RegExp(whole, "u"); for (const text of texts) { tried = text; regex.test(text); }',
);

/**
 * A text that a pattern takes without end to refuse where it is tried by going back, as browsers do, or null when there is none
 * among those tried. The server matches by RE2, which never goes back; forms check in the browser.
 */
export function slowText(pattern: string): string | null {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const found = trySlow(pattern);
  known.set(pattern, found);
  return found;
}

function trySlow(pattern: string): string | null {
  const context = createContext({ whole: `^(?:${pattern})$`, texts: hostileTexts(pattern), tried: '' });
  try {
    script.runInContext(context, { timeout: patienceMs });
    return null;
  } catch (error) {
    // It comes from another context, where `Error` is another one. A pattern that browsers do not understand they do not try.
    const isEndless = (error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    return isEndless ? String(context.tried).slice(0, -1) : null;
  }
}

/** What the pattern begins with, then one of its words again and again, then what matches nothing. */
function hostileTexts(pattern: string): string[] {
  const sample = sampleText(pattern) ?? '';
  const units = [...new Set([...'aA0 -_.', ...(pattern.match(/[A-Za-z0-9]/g) ?? []), ...wordsOf(pattern)])].slice(
    0,
    40,
  );
  const literal = /^\^?([A-Za-z0-9_-]+)(?![*+?{])/.exec(pattern)?.[1] ?? '';
  const starts = [...new Set(['', literal, /^[A-Za-z0-9_-]*/.exec(sample)?.[0] ?? ''])];
  return starts.flatMap((start) => units.map((unit) => `${start}${unit.repeat(repeats)}\u0001`));
}

/** Runs of letters of a pattern: what its groups repeat. */
function wordsOf(pattern: string): string[] {
  return (pattern.match(/[A-Za-z0-9]{2,}/g) ?? []).filter((word) => word.length <= 8);
}
