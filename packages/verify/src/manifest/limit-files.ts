/** Largest file of a manifest folder that is read, in bytes; the registry has the same limit. */
export const maxFileBytes = 1_048_576;

/** Deepest brackets within brackets of a file that is read; deeper ones exhaust the stack of whoever parses them. */
const maxNesting = 100;

/** A file of a folder: its text, or why it was not read. */
export type FileText = { text: string } | { unread: string };

/** Takes out what cannot be worked with. A file that was left out stays in the list as an empty text, with the reason beside. */
export function limitFiles(given: ReadonlyMap<string, FileText>): {
  files: Map<string, string>;
  unread: Map<string, string>;
} {
  const files = new Map<string, string>();
  const unread = new Map<string, string>();
  for (const [name, file] of given) {
    const reason = 'unread' in file ? file.unread : whyUnreadable(name, file.text);
    files.set(name, reason === null && 'text' in file ? file.text : '');
    if (reason !== null) unread.set(name, reason);
  }
  return { files, unread };
}

/** Why a file of so many bytes is not read; null when it is. */
export function whyTooLarge(bytes: number): string | null {
  return bytes > maxFileBytes ? `it has ${bytes} bytes, and ${maxFileBytes} are the most` : null;
}

function whyUnreadable(name: string, text: string): string | null {
  const tooLarge = whyTooLarge(text.length);
  if (tooLarge !== null) return tooLarge;
  if (text.includes('\0') || text.includes('\u{fffd}')) return 'it is not UTF-8 text';
  const isParsed = /\.(json|ts)$/.test(name);
  return isParsed && nestingOf(text) > maxNesting ? `its brackets are nested more than ${maxNesting} deep` : null;
}

/** How deep the brackets of a text are nested, read once from the left. Those of strings and comments do not count. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if ('([{'.includes(character)) deepest = Math.max(deepest, ++depth);
    else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    else if ('"\'`'.includes(character)) index = endOfString(text, index);
    else if (text.startsWith('//', index)) index = endOr(text.indexOf('\n', index), text);
    else if (text.startsWith('/*', index)) index = endOr(text.indexOf('*/', index + 2), text);
  }
  return deepest;
}

/** Where the string that begins at `start` ends: at its quote, or with its line when it has none. */
function endOfString(text: string, start: number): number {
  const quote = text[start];
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === quote || (text[index] === '\n' && quote !== '`')) return index;
  }
  return text.length;
}

function endOr(index: number, { length }: string): number {
  return index < 0 ? length : index;
}
