import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request as send } from 'undici';
import { type LocalServer, startServer } from '../http-server/start-server.ts';

/** What is broken on purpose. */
export interface PingToolFaults {
  /** It takes challenges whatever their signature. */
  checksNothing?: boolean;
  /** It takes the challenge and never calls back. */
  staysSilent?: boolean;
  /** It signs its answer with another secret. */
  signsWrong?: boolean;
  /** It brings another nonce back. */
  bringsWrongNonce?: boolean;
  /** It answers twice. */
  answersTwice?: boolean;
}

export interface PingTool {
  url: string;
  secret: string;
  faults: PingToolFaults;
  /** What the tool was answered to its calls back. */
  answers: number[];
  stop(): Promise<void>;
}

/** A tool that speaks the ping protocol, as the reference responder in the docs does it. */
export async function startPingTool(secret: string): Promise<PingTool> {
  const faults: PingToolFaults = {};
  const answers: number[] = [];
  const key = (text: string) => Buffer.from(text.replace(/^whsec_/, ''), 'base64');
  const sign = (text: string, id: string, at: string, body: string) =>
    createHmac('sha256', key(text)).update(`${id}.${at}.${body}`).digest('base64');

  async function callBack({ challenge, nonce, callbackUrl }: Record<string, string>): Promise<void> {
    const body = JSON.stringify({
      type: 'patchbay.pong',
      challenge,
      nonce: faults.bringsWrongNonce ? 'another nonce' : nonce,
    });
    const at = String(Math.floor(Date.now() / 1_000));
    const used = faults.signsWrong ? `whsec_${Buffer.from('another secret').toString('base64')}` : secret;
    const { statusCode, body: rest } = await send(callbackUrl ?? '', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': challenge ?? '',
        'webhook-timestamp': at,
        'webhook-signature': `v1,${sign(used, challenge ?? '', at, body)}`,
      },
      body,
    });
    await rest.dump();
    answers.push(statusCode);
  }

  const server: LocalServer = await startServer(async (request, response) => {
    const body = await readText(request);
    const id = String(request.headers['webhook-id']);
    const at = String(request.headers['webhook-timestamp']);
    const [version, given = ''] = String(request.headers['webhook-signature']).split(',');
    const expected = Buffer.from(sign(secret, id, at, body));
    const isFresh = Math.abs(Date.now() / 1_000 - Number(at)) < 300;
    const isRight =
      version === 'v1' && given.length === expected.length && timingSafeEqual(Buffer.from(given), expected) && isFresh;
    if (!isRight && !faults.checksNothing) {
      response.writeHead(401).end();
      return;
    }
    response.writeHead(202).end();
    const ping = JSON.parse(body) as Record<string, string>;
    // A test without a callback has nothing to answer.
    if (!ping.callbackUrl || faults.staysSilent || !isRight) return;
    await callBack(ping).catch(() => {});
    if (faults.answersTwice) await callBack(ping).catch(() => {});
  });

  return { url: server.url, secret, faults, answers, stop: () => server.stop() };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
