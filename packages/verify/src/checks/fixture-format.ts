import type { SourceCheck } from '../check.ts';
import { isFixture } from '../manifest/is-fixture.ts';

export const fixtureFormat: SourceCheck = {
  id: 'fixture-format',
  title: 'Fixtures are formatted alike',
  scope: 'source',
  gates: 'bronze',
  severity: 'warning',
  reason: 'a change of a fixture shows what changed only when nothing else moves',
  fix: 'run verify with --fix: two spaces of indentation and a line end at the end',
  samples: {
    passing: {},
    failing: { files: { 'fixtures/short.json': '{"call":{"test":true}}' } },
  },
  check({ files, within }) {
    return [...files]
      .filter(([name, text]) => isFixture(name) && (formatted(text) ?? text) !== text)
      .map(([name]) => ({ ...within(name), message: `${name} is not formatted as the others are` }));
  },
  repair({ files }) {
    return [...files].flatMap(([name, text]) => {
      const wanted = isFixture(name) ? formatted(text) : null;
      if (wanted === null || wanted === text) return [];
      return [{ file: name, what: 'is formatted', edits: [{ start: 0, end: text.length, text: wanted }] }];
    });
  },
};

/** The text as it should be; null when it cannot be read, or when reading it would change a number or drop a key. */
function formatted(text: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const wanted = `${JSON.stringify(value, null, 2)}\n`;
  return signsOf(wanted) === signsOf(text) ? wanted : null;
}

/** The text without the space between its signs, and with escapes resolved: what a format must not change. */
function signsOf(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string: string | undefined) =>
    string === undefined ? '' : JSON.stringify(JSON.parse(string)),
  );
}
