import { SaxesParser } from 'saxes';

/** What an XML document is as JSON: texts, objects, and lists where a name repeats. */
export type XmlValue = string | XmlValue[] | { [name: string]: XmlValue };

/** A document that is not read. */
export class XmlError extends Error {
  /** The document was cut off in the middle. */
  readonly isCut: boolean;

  constructor(message: string, { isCut = false } = {}) {
    super(message);
    this.isCut = isCut;
  }
}

/** Deeper than any answer of an API; what is deeper would be an attack on whoever walks over it. */
const deepest = 100;
/** In characters. A tree takes several times the memory of its text. */
const longest = 8 * 1024 * 1024;

interface Element {
  name: string;
  /** Attributes and children, in order. */
  parts: Map<string, XmlValue[]>;
  text: string;
}

/**
 * Reads an XML document as `{root: …}`: an element with only text is that text, trimmed; one with children or attributes is an
 * object of them, attributes as `@name`, text beside them as `#text`. A name that repeats is a list. Prefixes stay, their
 * declarations go. Throws XmlError, which never repeats the document: a document type is refused, and with it every entity of its own.
 */
export function parseXml(text: string): { [name: string]: XmlValue } {
  if (text.length > longest) throw new XmlError(`larger than ${longest / 1024 / 1024} MiB`);
  const parser = new SaxesParser();
  const open: Element[] = [{ name: '', parts: new Map(), text: '' }];
  parser.on('doctype', () => {
    throw new XmlError('with a document type');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > deepest) throw new XmlError(`more than ${deepest} elements deep`);
    const declared = Object.entries(attributes).filter(([attribute]) => !/^xmlns(:|$)/.test(attribute));
    open.push({ name, parts: new Map(declared.map(([attribute, value]) => [`@${attribute}`, [value]])), text: '' });
  });
  const addText = (piece: string) => {
    const element = open.at(-1);
    if (element) element.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    const parent = open.at(-1);
    if (!element || !parent) return;
    const value = toValue(element);
    const others = parent.parts.get(element.name);
    if (others) others.push(value);
    else parent.parts.set(element.name, [value]);
  });
  run(() => parser.write(text), 'that is not well-formed');
  run(() => parser.close(), 'that breaks off in the middle', { isCut: true });
  return toObject(open[0]?.parts ?? new Map());
}

// The messages of the library repeat names of the document.
function run(step: () => void, message: string, options?: { isCut: boolean }): void {
  try {
    step();
  } catch (error) {
    throw error instanceof XmlError ? error : new XmlError(message, options);
  }
}

function toValue({ parts, text }: Element): XmlValue {
  const trimmed = text.trim();
  if (parts.size === 0) return trimmed;
  return trimmed === '' ? toObject(parts) : { ...toObject(parts), '#text': trimmed };
}

// fromEntries defines each name, `__proto__` too, where an assignment would not.
function toObject(parts: ReadonlyMap<string, XmlValue[]>): { [name: string]: XmlValue } {
  return Object.fromEntries(
    [...parts].map(([name, values]) => [name, values.length === 1 && values[0] !== undefined ? values[0] : values]),
  );
}
