/**
 * Whether some reading of a path climbs out of its place. Servers and proxies in between decode once or twice, take `\` for
 * `/`, and cut `;parameters` off a segment; each of these readings counts.
 */
export function hasDotSegment(path: string): boolean {
  let reading = path;
  for (let depth = 0; depth < 4; depth += 1) {
    if (reading.split(/[/\\]/).some(isDots)) return true;
    const next = decodeOnce(reading);
    if (next === reading) return false;
    reading = next;
  }
  return true;
}

function isDots(segment: string): boolean {
  return /^\.{1,2}(;.*)?$/.test(segment);
}

/** Decodes each %XX on its own: a broken sequence elsewhere must not hide a dot here. */
function decodeOnce(text: string): string {
  return text.includes('%')
    ? text.replace(/%([0-7][0-9a-fA-F])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}
