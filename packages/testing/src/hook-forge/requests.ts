import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './hook-shape.ts';

/** A token alone, in the words of either host, or as the password of a user. */
export function isSignedIn({ headers }: IncomingMessage, token: string): boolean {
  const authorization = headers.authorization ?? '';
  const basic = /^Basic (.+)$/i.exec(authorization)?.[1] ?? '';
  return (
    headers['private-token'] === token ||
    authorization.endsWith(` ${token}`) ||
    Buffer.from(basic, 'base64').toString('utf8').endsWith(`:${token}`)
  );
}

export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

export function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === null ? '' : JSON.stringify(body));
}
