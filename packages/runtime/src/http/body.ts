import { randomBytes } from 'node:crypto';
import { type BodyType, PatchbayError } from '@patchbay/schema';
import { toText } from './template.ts';

/** A body as it goes over the wire. */
export interface EncodedBody {
  bytes: string | Buffer;
  contentType: string;
}

/** Writes a rendered body. Null when there is none. */
export function encodeBody(type: BodyType, value: unknown): EncodedBody | null {
  if (value === undefined) return null;
  switch (type) {
    case 'json':
    case 'graphql':
      return { bytes: JSON.stringify(value), contentType: 'application/json' };
    case 'text':
      return { bytes: toText(value), contentType: 'text/plain; charset=utf-8' };
    case 'bytes':
      return { bytes: decodeBase64(value), contentType: 'application/octet-stream' };
    case 'form':
      return { bytes: encodeForm(value), contentType: 'application/x-www-form-urlencoded' };
    case 'multipart':
      return encodeMultipart(value);
  }
}

/** What a base64 text stands for, padded or not. Node would skip what is no base64, and something else would be sent. */
function decodeBase64(value: unknown): Buffer {
  const text = typeof value === 'string' ? value.replace(/\s+/g, '') : null;
  const bytes = Buffer.from(text ?? '', 'base64');
  if (text === null || bytes.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, ''))
    throw new PatchbayError('invalid_input', 'The bytes to send must be written as base64.');
  return bytes;
}

function encodeForm(value: unknown): string {
  const form = new URLSearchParams();
  for (const [name, item] of pairsOf(value)) form.append(name, toText(item));
  return form.toString();
}

/** A part is text, or `{filename, contentType?, content}` for a file. */
function encodeMultipart(value: unknown): EncodedBody {
  const boundary = `patchbay-${randomBytes(18).toString('hex')}`;
  const chunks: string[] = [];
  for (const [name, item] of pairsOf(value)) {
    const isFile = isObject(item) && typeof item.filename === 'string';
    const filename = isFile ? `; filename="${quote(String(item.filename))}"` : '';
    const type = isFile ? `\r\nContent-Type: ${cleanType(item.contentType)}` : '';
    const content = isFile ? toText(item.content ?? '') : toText(item);
    chunks.push(
      `--${boundary}\r\nContent-Disposition: form-data; name="${quote(name)}"${filename}${type}\r\n\r\n${content}\r\n`,
    );
  }
  return {
    bytes: Buffer.from(`${chunks.join('')}--${boundary}--\r\n`),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

function pairsOf(value: unknown): [string, unknown][] {
  if (!isObject(value)) throw new PatchbayError('invalid_input', 'A form needs named fields.');
  return Object.entries(value).flatMap(([name, item]): [string, unknown][] =>
    Array.isArray(item) ? item.map((one): [string, unknown] => [name, one]) : item === null ? [] : [[name, item]],
  );
}

// As browsers do: the three characters that would end the quoted text are percent-encoded.
function quote(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function cleanType(type: unknown): string {
  return typeof type === 'string' && /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
