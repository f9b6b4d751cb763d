/** Where a command writes and what it may know of the world. */
export interface CommandContext {
  /** Folder the command was called in. */
  folder: string;
  env: Readonly<Record<string, string | undefined>>;
  /** All of standard input. */
  stdin?(): Promise<string>;
  out(text: string): void;
  error(text: string): void;
  /** Ends a command that runs until it is stopped. */
  signal?: AbortSignal;
  /** Asks whoever sits at the terminal, for one line. Absent where nobody does. */
  ask?(question: string): Promise<string>;
}

/** One verb of the `patchbay` command. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** Answers with the exit code: 0 well, 1 it found something wrong, 2 the call makes no sense or could not be made. */
  run(argv: readonly string[], context: CommandContext): Promise<number>;
}

/** What stops a command, as a sentence for who called it. Ends with exit code 2. */
export class CommandError extends Error {}
