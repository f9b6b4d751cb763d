import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What tests leave behind: rows, what processes wrote, what an API answered, and metrics. */
export const leftoverKinds = ['database', 'output', 'answers', 'metrics'] as const;
export type LeftoverKind = (typeof leftoverKinds)[number];

/** Where canaries are counted, one byte each. */
export const canaryCount = 'canaries';
/** Where it is said what could not be read, and so was not searched. */
export const unreadFolder = 'unread';

/** Where `npm test` wants leftovers, for its search at the end. Nothing is kept where nobody searches. */
const folderOf = (): string | undefined => process.env.PATCHBAY_TEST_LEFTOVERS;

export const areLeftoversKept = (): boolean => folderOf() !== undefined;

const sources = new Map<string, { kind: LeftoverKind; place: string; read: () => string }>();

/** Counts a secret that was made: a search for none finds none. */
export function noteCanary(): void {
  const folder = folderOf();
  if (folder !== undefined) appendFileSync(join(folder, canaryCount), '.');
}

/** Keeps what a test left behind for the search after all suites. */
export function keepLeftover(kind: LeftoverKind, place: string, text: string): void {
  if (text !== '') write(kind, newName(), `${place}\n${text}`);
}

/** Keeps what grows while a test goes on, such as answers of an API, as it is whenever a Patchbay is closed. */
export function keepAtClose(kind: LeftoverKind, place: string, read: () => string): void {
  sources.set(newName(), { kind, place, read });
}

/** Called when a Patchbay is closed. */
export function keepSources(): void {
  for (const [name, { kind, place, read }] of sources) write(kind, name, `${place}\n${read()}`);
}

/** Keeps what some work reads; when it cannot be read, that is kept, for who could not look has found nothing out. */
export async function keepWhatIsRead(
  kind: LeftoverKind,
  place: string,
  read: () => Promise<Record<string, string>>,
): Promise<void> {
  if (!areLeftoversKept()) return;
  try {
    for (const [name, text] of Object.entries(await read())) keepLeftover(kind, `${place}, ${name}`, text);
  } catch (error) {
    write(unreadFolder, newName(), `${place}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function newName(): string {
  return `${process.pid}-${randomBytes(6).toString('hex')}`;
}

function write(kind: string, name: string, text: string): void {
  const folder = folderOf();
  if (folder === undefined) return;
  mkdirSync(join(folder, kind), { recursive: true });
  writeFileSync(join(folder, kind, name), text);
}
