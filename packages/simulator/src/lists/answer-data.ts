import { parseXml, XmlError } from '@patchbay/runtime';
import type { Operation } from '@patchbay/schema';

/** The body of an answer as expressions see it: XML is data where the operation reads it so. */
export function toData(body: unknown, { response }: Pick<Operation, 'response'>): unknown {
  if (response !== 'xml' || typeof body !== 'string') return body;
  try {
    return parseXml(body);
  } catch (error) {
    if (error instanceof XmlError) return body;
    throw error;
  }
}

/** The data as it goes over the wire; what `toData` reads back to the same. */
export function fromData(data: unknown, { response }: Pick<Operation, 'response'>): unknown {
  const isTree = typeof data === 'object' && data !== null && !Array.isArray(data);
  return response === 'xml' && isTree ? writeElements(data as Record<string, unknown>) : data;
}

function writeElements(children: Readonly<Record<string, unknown>>): string {
  return Object.entries(children)
    .filter(([name]) => !name.startsWith('@'))
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => writeElement(name, each)))
    .join('');
}

function writeElement(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (name === '#text') return escapeText(String(value));
  if (typeof value !== 'object') return `<${name}>${escapeText(String(value))}</${name}>`;
  const children = value as Record<string, unknown>;
  const attributes = Object.entries(children)
    .filter(([key]) => key.startsWith('@'))
    .map(([key, text]) => ` ${key.slice(1)}="${escapeText(String(text))}"`);
  return `<${name}${attributes.join('')}>${writeElements(children)}</${name}>`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
