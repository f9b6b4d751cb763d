const colours = ['#2563eb', '#0f766e', '#7c3aed', '#b45309', '#be123c', '#4d7c0f', '#0369a1', '#475569'];

/** A neutral logo until there is a drawn one: a tile in a colour of the id, with the first letter in strokes of a grid. */
export function draftLogo(id: string, name: string): string {
  const sum = [...id].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 65_521, 7);
  const colour = colours[sum % colours.length] ?? '#475569';
  const label = name.replace(/[&<>"']/g, ' ').trim();
  const initials = [...id.split('-').map((word) => word[0] ?? '')].slice(0, 2).join('').toUpperCase();
  const strokes = [...initials].map((letter, index, all) =>
    drawLetter(letter, all.length === 1 ? 11 : index === 0 ? 5.5 : 17.5),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" role="img" aria-label="${label}">`,
    `  <rect x="1" y="1" width="30" height="30" rx="7" fill="${colour}"/>`,
    `  <path fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" d="${strokes.join(' ')}"/>`,
    '</svg>',
    '',
  ].join('\n');
}

/** Letters as strokes through the points of a grid of 3 by 5, `a` to `o` from the upper left; text elements are not safe everywhere. */
const letters: Record<string, string> = {
  A: 'mdbfo jl',
  B: 'acioma gi',
  C: 'camo',
  D: 'abflnma',
  E: 'camo gh',
  F: 'cam gh',
  G: 'camoih',
  H: 'am co gi',
  I: 'ac bn mo',
  J: 'conm',
  K: 'am cgo',
  L: 'amo',
  M: 'mahco',
  N: 'maoc',
  O: 'acoma',
  P: 'macig',
  Q: 'acoma ko',
  R: 'macigo',
  S: 'cagiom',
  T: 'ac bn',
  U: 'amoc',
  V: 'anc',
  W: 'amhoc',
  X: 'ao cm',
  Y: 'ahc hn',
  Z: 'acmo',
  0: 'acoma',
  1: 'bn',
  2: 'acigmo',
  3: 'acom gi',
  4: 'agi co',
  5: 'cagiom',
  6: 'camoig',
  7: 'acn',
  8: 'acoma gi',
  9: 'igaco',
};

function drawLetter(letter: string, left: number): string {
  const place = (point: string) => {
    const index = point.charCodeAt(0) - 97;
    return `${left + (index % 3) * 4.5} ${7 + Math.floor(index / 3) * 4.5}`;
  };
  const strokes = (letters[letter] ?? 'acoma').split(' ').filter((stroke) => stroke.length > 1);
  return strokes
    .map((stroke) => [...stroke].map((point, index) => `${index === 0 ? 'M' : 'L'}${place(point)}`).join(''))
    .join('');
}
