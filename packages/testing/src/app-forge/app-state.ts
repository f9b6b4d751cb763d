import { randomBytes } from 'node:crypto';

/** An app in one account. */
export interface Installation {
  id: number;
  account: string;
  accountId: number;
  /** Who may see it. */
  people: string[];
  suspendedAt: string | null;
}

/** What the forge knows, in memory. */
export interface AppState {
  installations: Installation[];
  /** Codes not yet traded, and whose they are. */
  codes: Map<string, string>;
  /** Tokens of people, and of installations by their id. */
  personTokens: Map<string, string>;
  installationTokens: Map<string, number>;
}

export function createAppState(): AppState {
  return { installations: [], codes: new Map(), personTokens: new Map(), installationTokens: new Map() };
}

export function newSecret(prefix: string): string {
  return `${prefix}${randomBytes(18).toString('hex')}`;
}
