import { startLocalServer } from './local-server.ts';
import { differences, type Interaction, type SeenRequest } from './match-request.ts';

export interface ReplayServer {
  port: number;
  /** Every request that arrived. */
  seen: readonly SeenRequest[];
  /** What arrived that should not have. */
  unexpected: readonly string[];
  /** Interactions nobody asked for. */
  unused(): Interaction[];
  close(): Promise<void>;
}

export interface ReplayOptions {
  interactions: readonly Interaction[];
  /** Host of http.baseUrl: where an interaction belongs that names none. */
  host: string;
  credentials: Readonly<Record<string, string>>;
  /** Children of several parents are read side by side: then any open interaction may be next. */
  anyOrder: boolean;
  /** The provider's clock: what an answer says that names no date of its own. Milliseconds since 1970. */
  now: number;
  /** Called at the first unexpected request. */
  onUnexpected(): void;
}

/** Answers recorded interactions on a socket of this machine, one after the other, and notes everything else. */
export async function startReplayServer(options: ReplayOptions): Promise<ReplayServer> {
  const open = [...options.interactions];
  const unexpected: string[] = [];
  const { port, seen, close } = await startLocalServer((arrived) => {
    const candidates = options.anyOrder ? open : open.slice(0, 1);
    const match = candidates.find(({ request: expected }) => differences(arrived, expected, options).length === 0);
    if (match) {
      open.splice(open.indexOf(match), 1);
      return dated(match.response, options.now);
    }
    unexpected.push(describe(arrived, candidates[0], options));
    options.onUnexpected();
    return null;
  });
  return { port, seen, unexpected, unused: () => [...open], close };
}

/** Whoever signs is told when the clocks differ; those of a replay never do by themselves. */
function dated(response: Interaction['response'], now: number): Interaction['response'] {
  const isDated = Object.keys(response.headers).some((name) => name.toLowerCase() === 'date');
  return isDated ? response : { ...response, headers: { ...response.headers, date: new Date(now).toUTCString() } };
}

function describe(seen: SeenRequest, expected: Interaction | undefined, options: ReplayOptions): string {
  const line = `${seen.method} ${seen.host}${seen.url.split('?')[0]}`;
  if (!expected) return `an unexpected request was sent after the last interaction: ${line}`;
  return `${line} is not what the fixture has next: ${differences(seen, expected.request, options).join('; ')}`;
}
