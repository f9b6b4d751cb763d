/** A line for whoever started the process, on standard output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Says in a sentence why the process cannot start. The stack is for bugs only: a known reason needs none. */
export function explainFailedStart(error: unknown, isKnown: boolean): string {
  if (isKnown && error instanceof Error) return `Patchbay cannot start. ${error.message}`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Patchbay cannot start because of an error of its own. Please report it.\n${text}`;
}
