/** Marks of Markdown and HTML that would stand in a plain sentence. */
const marks: [pattern: RegExp, by: string][] = [
  [/<[^>]*>/g, ' '],
  [/!?\[([^\]]*)\]\([^)]*\)/g, '$1'],
  [/[`*]+|^#+ ?|^> ?|^[-=]{3,}$/gm, ''],
  [/\\([_*`])/g, '$1'],
  [/&(nbsp|#160);/g, ' '],
  [/&amp;/g, '&'],
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&quot;/g, '"'],
];
/** Words by which `verify` knows notes and blanks of a template; a provider's text may use them in earnest. */
const notes = /\b(TODO|FIXME|XXX|CHANGE[_-]?ME|REPLACE[_-]?ME|lorem ipsum)\b|<your[- ][^>]*>/gi;

/** Whether a text has such a word. */
export function hasNote(text: string): boolean {
  return text.search(notes) >= 0;
}

/** The first sentence of a text as plain words on one line, at most `length` characters; an empty text when nothing is left. */
export function firstSentence(text: string, length = 300): string {
  const [paragraph = ''] = text.trim().split(/\n\s*\n/);
  let plain = paragraph;
  for (const [pattern, by] of marks) plain = plain.replace(pattern, by);
  plain = plain
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(notes, '')
    .trim();
  // A stop that ends a sentence is followed by a capital; "e.g. this" and "v1.2" go on.
  const [sentence = ''] = plain.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
  if (sentence.length <= length) return sentence.trim();
  return `${sentence.slice(0, length - 1).replace(/\s+\S*$/, '')}…`;
}
