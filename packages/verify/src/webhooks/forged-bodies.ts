import type { WebhookVerify } from '@patchbay/schema';

export interface ForgedBody {
  /** Completes "it is accepted …". */
  how: string;
  body: Uint8Array;
}

/** Other bodies than the signed one. None for schemes that prove who sends, not what. */
export function forgedBodies(scheme: WebhookVerify, original: Uint8Array): ForgedBody[] {
  if (scheme.type === 'static' || scheme.type === 'basic' || scheme.type === 'none') return [];
  const isForm = 'message' in scheme && !scheme.message.includes('body') && scheme.message.includes('sorted_form');
  const places = [...new Set([0, Math.floor(original.length / 2), original.length - 1])].filter((at) => at >= 0);
  const forged = places
    .filter((at) => at < original.length)
    .map((at) => ({ how: `with byte ${at + 1} of the body changed`, body: flip(original, at) }));
  forged.push({ how: 'with something added to the body', body: append(original, isForm ? '&forged=1' : ' ') });
  if (original.length > 0) forged.push({ how: 'with an empty body', body: new Uint8Array() });
  // The pairs of a form are signed, not its bytes: written in another way it stays the same form.
  if (!isForm) forged.push({ how: 'with the body parsed and written again', body: reserialize(original) });
  return forged;
}

function flip(original: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(original);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

function append(original: Uint8Array, text: string): Uint8Array {
  return Buffer.concat([original, Buffer.from(text, 'utf8')]);
}

/** The same value in other bytes, as a framework that parses bodies would hand it on. */
function reserialize(original: Uint8Array): Uint8Array {
  const text = Buffer.from(original).toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    const written = [JSON.stringify(value), JSON.stringify(value, null, 2)].find((other) => other !== text);
    if (written !== undefined) return Buffer.from(written, 'utf8');
  } catch {
    // No JSON: a final line break is what text most often gains on its way.
  }
  return append(original, '\n');
}
