import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../faults/fault.ts';
import type { SimulatedAnswer } from './simulated-answer.ts';

const usualDelayMs = 5_000;

/** Sends an answer, and does to it on its way what a fault asks for. */
export async function sendAnswer(
  response: ServerResponse,
  answer: SimulatedAnswer,
  method: string,
  fault: Fault | null,
): Promise<void> {
  if (fault?.fault === 'dropped') {
    response.destroy();
    return;
  }
  // Whoever has hung up by then needs no answer.
  if (fault?.fault === 'slow') await wait(fault.delay ?? usualDelayMs, undefined, { ref: false });
  const hasBody = method !== 'HEAD' && answer.status !== 204 && answer.status !== 304;
  const isWrongType = fault?.fault === 'wrong-type';
  const body = Buffer.from(
    isWrongType ? '<html><body>Simulated page instead of data</body></html>' : answer.body,
    'utf8',
  );
  const headers = {
    ...answer.headers,
    ...(isWrongType && { 'content-type': 'text/html; charset=utf-8' }),
    ...(hasBody && { 'content-length': String(body.length) }),
  };
  response.writeHead(answer.status, headers);
  if (!hasBody) response.end();
  else if (fault?.fault === 'truncated')
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
  else response.end(body);
}
