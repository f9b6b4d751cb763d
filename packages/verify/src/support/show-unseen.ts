import { unseen } from './unseen-signs.ts';

const everywhere = new RegExp(`${unseen.source}|\\r(?!\\n)`, 'gu');

/**
 * A text for a terminal: signs that nobody sees, among them those that move the cursor or turn the direction, are written as `\u001b`,
 * which JSON reads as the sign again.
 */
export function showUnseen(text: string): string {
  return text.replace(everywhere, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
