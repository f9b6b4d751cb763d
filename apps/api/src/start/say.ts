/** A line for whoever started the process, on standard output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The same mark as in the schema package, which need not be loaded to tell a known reason from a bug. */
const known = Symbol.for('patchbay.error');

/** Says in a sentence why the process cannot start. The stack is for bugs only: a known reason needs none. */
export function explainFailedStart(error: unknown): string {
  if (error instanceof Error && known in error) return `Patchbay cannot start. ${error.message}`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Patchbay cannot start because of an error of its own. Please report it.\n${text}`;
}
