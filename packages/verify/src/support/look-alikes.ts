/** Letters of other alphabets that look like a Latin one; those people are deceived with most. */
const latinOf: Readonly<Record<string, string>> = {
  а: 'a',
  ɑ: 'a',
  α: 'a',
  Ь: 'b',
  с: 'c',
  ϲ: 'c',
  ԁ: 'd',
  е: 'e',
  ҽ: 'e',
  ε: 'e',
  ɡ: 'g',
  һ: 'h',
  і: 'i',
  ι: 'i',
  ı: 'i',
  ј: 'j',
  κ: 'k',
  ӏ: 'l',
  ո: 'n',
  о: 'o',
  ο: 'o',
  օ: 'o',
  р: 'p',
  ρ: 'p',
  ԛ: 'q',
  ѕ: 's',
  т: 't',
  υ: 'u',
  ν: 'v',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  χ: 'x',
  у: 'y',
  γ: 'y',
  '。': '.',
  '．': '.',
  '․': '.',
  '∕': '/',
  '⁄': '/',
  '‐': '-',
  '‑': '-',
  '–': '-',
};

/** The characters of a text that are not of the plain Latin set, each with its number: `"а" (U+0430)`. */
export function foreignLetters(text: string): string[] {
  return [...new Set(text)].filter((letter) => !/[\x20-\x7e]/.test(letter)).map(nameOf);
}

/** What a text looks like, in plain Latin letters; null when a letter of it looks like none. */
export function looksLike(text: string): string | null {
  const plain = [...text.normalize('NFKC')].map((letter) => latinOf[letter] ?? letter).join('');
  return /^[\x20-\x7e]*$/.test(plain) ? plain : null;
}

function nameOf(letter: string): string {
  const code = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /\p{C}|\p{Z}/u.test(letter) ? `U+${code}` : `"${letter}" (U+${code})`;
}
