import type { Operation } from '@patchbay/schema';
import { ProviderError } from '../errors/provider-error.ts';
import type { Answer, ParsedAnswer } from './answer.ts';
import { parseXml, XmlError } from './parse-xml.ts';

/** Reads the body of a success as declared. Throws ProviderError for a web page, cut or broken JSON. */
export function parseSuccess(answer: Answer, response: Operation['response'], providerName: string): ParsedAnswer {
  switch (response) {
    case 'none':
      return { ...answer, body: null };
    case 'text':
      return { ...answer, body: decodeText(answer) };
    case 'bytes':
      return {
        ...answer,
        body: {
          contentType: answer.headers['content-type'] ?? 'application/octet-stream',
          size: answer.bytes.length,
          base64: answer.bytes.toString('base64'),
        },
      };
    case 'json':
      return { ...answer, body: parseJson(answer, providerName) };
    case 'xml':
      return { ...answer, body: readXml(answer, providerName) };
  }
}

/** Reads the body of a failure as far as it can be read: JSON, XML where its type says so, else null. */
export function parseFailure(answer: Answer): ParsedAnswer {
  let body: unknown = null;
  try {
    if (isXml(answer)) body = parseXml(decodeText(answer));
    else if (answer.bytes.length > 0) body = JSON.parse(stripMark(answer.bytes.toString('utf8')));
  } catch {
    // Many failures are web pages of a proxy in between; their status says enough.
  }
  return { ...answer, body };
}

function isXml(answer: Answer): boolean {
  return (
    /^\s*(application|text)\/([\w.-]+\+)?xml\s*(;|$)/i.test(answer.headers['content-type'] ?? '') && !isWebPage(answer)
  );
}

/** Whether the body is a web page. */
export function isWebPage(answer: Answer): boolean {
  if (answer.bytes.length === 0) return false;
  if (/^\s*(text\/html|application\/xhtml)/i.test(answer.headers['content-type'] ?? '')) return true;
  return /^\s*<(!doctype html|html|head|body)\b/i.test(answer.bytes.subarray(0, 256).toString('latin1'));
}

/** What a web page in place of data means. */
export function webPageError(answer: Answer, providerName: string): ProviderError {
  return new ProviderError('not_found', `A web page answered where the API of ${providerName} should be.`, {
    status: answer.status,
    whoseFault: 'you',
    nextStep: 'Check the server URL; a sign-in page or a proxy in between may also have answered.',
  });
}

function readXml(answer: Answer, providerName: string): unknown {
  if (answer.bytes.length === 0) return null;
  if (isWebPage(answer)) throw webPageError(answer, providerName);
  try {
    return parseXml(decodeText(answer));
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const message = `${providerName} sent XML ${error.message}.`;
    if (error.isCut) throw new ProviderError('transient', message, { status: answer.status });
    throw new ProviderError('bug', message, {
      status: answer.status,
      whoseFault: 'provider',
      nextStep: 'Check that the server URL leads to the API, and which version of it runs there.',
    });
  }
}

function parseJson(answer: Answer, providerName: string): unknown {
  const text = stripMark(answer.bytes.toString('utf8')).trim();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (isWebPage(answer)) throw webPageError(answer, providerName);
    // The parser's own message quotes the text, so it is not kept.
    if (cause instanceof SyntaxError && isCut(text))
      throw new ProviderError('transient', `${providerName} sent JSON that breaks off in the middle.`, {
        status: answer.status,
      });
    throw new ProviderError('bug', `${providerName} sent an answer that is not JSON.`, {
      status: answer.status,
      whoseFault: 'provider',
      nextStep: 'Check that the server URL leads to the API, and which version of it runs there.',
    });
  }
}

/** JSON that began as an object or list and lacks its end. */
function isCut(text: string): boolean {
  const first = text[0];
  const last = text[text.length - 1];
  return (first === '{' && last !== '}') || (first === '[' && last !== ']') || isUnbalanced(text);
}

function isUnbalanced(text: string): boolean {
  if (text[0] !== '{' && text[0] !== '[') return false;
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInText) {
      if (character === '\\') index += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
  }
  return isInText || depth > 0;
}

function decodeText(answer: Answer): string {
  const charset = /charset="?([\w-]+)/i.exec(answer.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(answer.bytes);
  } catch {
    return answer.bytes.toString('utf8');
  }
}

function stripMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
