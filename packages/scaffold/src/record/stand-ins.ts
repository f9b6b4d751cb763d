/** Why something of the account is not kept. */
export type PrivateKind = 'secret' | 'setting' | 'account' | 'person' | 'email' | 'address' | 'opaque' | 'asked';

export interface StandIn {
  kind: PrivateKind;
  /** What was there. Never shown of a secret. */
  original: string;
  /** What is written instead, each time the same. */
  standIn: string;
  /** How often it was met. */
  count: number;
}

/** What is written in place of what is private: the same for the same text, so that what belonged together still does. */
export interface StandIns {
  /** `make` names the next of its kind: 1, 2, … The first to say what a text stands for wins. */
  add(kind: PrivateKind, original: string, make: (number: number) => string): void;
  /** The text with everything private replaced, in the spellings it travels in. */
  apply(text: string): string;
  list(): readonly StandIn[];
}

/** A shorter text is found by chance everywhere: it is replaced only where it stands alone. */
const shortest = 4;

export function createStandIns(): StandIns {
  const known = new Map<string, StandIn>();
  const numbers = new Map<string, number>();
  let spellings: { text: string; instead: string; entry: StandIn }[] | null = null;

  return {
    add(kind, original, make) {
      if (original === '' || known.has(original)) return;
      // Numbers run by what the stand-in looks like, so that none is given twice.
      const pattern = make(0);
      const number = (numbers.get(pattern) ?? 0) + 1;
      numbers.set(pattern, number);
      known.set(original, { kind, original, standIn: make(number), count: 0 });
      spellings = null;
    },
    apply(text) {
      const whole = known.get(text);
      if (whole) {
        whole.count += 1;
        return whole.standIn;
      }
      spellings ??= [...known.values()].flatMap(spellingsOf).sort((a, b) => b.text.length - a.text.length);
      return replaceAll(text, spellings);
    },
    list: () => [...known.values()],
  };
}

/** One pass over the text, so that what was put in is not looked at again. */
function replaceAll(text: string, spellings: readonly { text: string; instead: string; entry: StandIn }[]): string {
  const present = spellings.filter((spelling) => text.includes(spelling.text));
  if (present.length === 0) return text;
  const byText = new Map(present.map((spelling) => [spelling.text, spelling]));
  const pattern = new RegExp(present.map((spelling) => escapeSigns(spelling.text)).join('|'), 'g');
  return text.replace(pattern, (found) => {
    const spelling = byText.get(found);
    if (!spelling) return found;
    spelling.entry.count += 1;
    return spelling.instead;
  });
}

/** As it is, as a URL and as JSON inside text write it, and in base64. */
function spellingsOf(entry: StandIn): { text: string; instead: string; entry: StandIn }[] {
  const { original, standIn } = entry;
  if (original.length < shortest) return [];
  const ways = [(text: string) => text, encodeURIComponent, (text: string) => JSON.stringify(text).slice(1, -1)];
  if (entry.kind === 'secret') ways.push(...(['base64', 'base64url', 'hex'] as const).map(encode));
  return [
    ...new Map(ways.map((way) => [way(original), { text: way(original), instead: way(standIn), entry }])).values(),
  ];
}

/** Signs that mean something in a pattern. */
function escapeSigns(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function encode(encoding: BufferEncoding): (text: string) => string {
  return (text) => Buffer.from(text, 'utf8').toString(encoding);
}
