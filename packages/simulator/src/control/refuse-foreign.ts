import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { jsonAnswer, type SimulatedAnswer } from '../http/simulated-answer.ts';

/**
 * Refuses what a web page of somebody else's sends to the control API through the browser of who works here: it says its origin, or
 * comes under a name that somebody else let point to this machine. Null for everybody else.
 */
export function refuseForeign({ host = '', origin }: IncomingHttpHeaders): SimulatedAnswer | null {
  if (!isOwnName(nameOf(host)))
    return jsonAnswer(403, {
      error: `The simulator is not called "${nameOf(host)}". Call its own API as localhost or 127.0.0.1.`,
    });
  if (origin !== undefined && origin !== `http://${host}`)
    return jsonAnswer(403, {
      error:
        'Web pages of another origin may not use this API. Call it from a program, or from a page of the simulator.',
    });
  return null;
}

function nameOf(host: string): string {
  return host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
}

/** Names that nobody on the internet can own: addresses, names of one word, and those that are kept for machines of one's own. */
function isOwnName(name: string): boolean {
  return isIP(name) !== 0 || /^[^.]*$|\.(localhost|internal)$/i.test(name);
}
