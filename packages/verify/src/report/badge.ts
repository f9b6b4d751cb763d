import type { Level } from '../check.ts';
import type { VerifiedManifest } from '../verify.ts';

const colours: Readonly<Record<Level | 'invalid', string>> = {
  invalid: '#b3261e',
  unlisted: '#5f6368',
  bronze: '#8c5a2b',
  silver: '#5b6b7b',
  gold: '#8a6d00',
  platinum: '#2f6f6a',
};
const label = 'patchbay';
/** Width of a letter of 11 pixels, and the space around words. */
const pixels = { letter: 6.6, space: 6 };

/** What a badge says: the level, and how strong its evidence is at its weakest. */
export function badgeText({ level, evidence }: Pick<VerifiedManifest, 'level' | 'evidence'>): string {
  return `${level}: ${evidence}`;
}

/** For services that draw badges from an address: the endpoint schema of Shields. */
export function renderBadgeJson(verified: Pick<VerifiedManifest, 'level' | 'evidence'>): string {
  const badge = { schemaVersion: 1, label, message: badgeText(verified), color: colours[verified.level].slice(1) };
  return `${JSON.stringify(badge, null, 2)}\n`;
}

/** The same as a picture, which no other host is asked for. */
export function renderBadgeSvg(verified: Pick<VerifiedManifest, 'level' | 'evidence'>): string {
  const text = badgeText(verified);
  const [left, right] = [widthOf(label), widthOf(text)];
  const words = (at: number, width: number, word: string) =>
    `<text x="${at + pixels.space}" y="14" textLength="${width - 2 * pixels.space}">${escapeXml(word)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${escapeXml(`${label} ${text}`)}">`,
    `<title>${escapeXml(`${label} ${text}`)}</title>`,
    `<rect width="${left}" height="20" fill="#2b2f36"/>`,
    `<rect x="${left}" width="${right}" height="20" fill="${colours[verified.level]}"/>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${words(0, left, label)}${words(left, right, text)}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

function widthOf(text: string): number {
  return Math.round(text.length * pixels.letter) + 2 * pixels.space;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
