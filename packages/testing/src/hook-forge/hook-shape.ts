import type { IncomingHttpHeaders } from 'node:http';

/** A hook somebody made. */
export interface ForgeHook {
  id: number;
  /** What it hangs on: a repository or a project. */
  repository: string;
  url: string;
  secret: string;
  /** GitLab's other way: a token that signs. */
  signingToken: string;
  events: string[];
  isActive: boolean;
}

export type HookWishes = Partial<Pick<ForgeHook, 'url' | 'secret' | 'signingToken' | 'events' | 'isActive'>>;

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** Null: none. */
  body: unknown;
}

/** What a delivery is made of. */
export interface Delivery {
  event: string;
  id: string;
  body: string;
  /** What the hook's secret is believed to be. */
  key: { secret: string; signingToken: string };
}

/** How one host writes hooks, and how it signs. The forge does everything else. */
export interface HookShape {
  /** What it says about who is signed in, and other pages that are always the same, by path. */
  pages: Record<string, unknown>;
  /** Groups `resource`, `id` and `test`: the list of hooks, one hook, its test call. */
  path: RegExp;
  /** The resource as tests name it, from the group of the path. */
  resourceOf(group: string): string;
  updateMethod: 'PATCH' | 'PUT';
  /** Words for events; others are refused as the host refuses them. Null: they are not words. */
  events: readonly string[] | null;
  idOf(hook: ForgeHook): string;
  read(body: Record<string, unknown>): HookWishes;
  /** The hook as the host shows it; never its secret, unless the host does. */
  view(hook: ForgeHook): object;
  created(hook: ForgeHook, path: string): Answer;
  updated(hook: ForgeHook): Answer;
  removedStatus: number;
  list(items: readonly object[]): Answer;
  /** What its test call sends and answers; null where it has no such call. */
  test: { event: string; answer: Answer } | null;
  /** It sends an event of itself as soon as a hook is made. */
  greetsWith?: string;
  /** Headers that have to be there. */
  requires?: (headers: IncomingHttpHeaders) => boolean;
  sign(delivery: Delivery): Record<string, string>;
}
