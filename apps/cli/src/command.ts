/** Where a command writes and what it may know of the world. */
export interface CommandContext {
  /** Folder the command was called in. */
  folder: string;
  out(text: string): void;
  error(text: string): void;
}

/** One verb of the `patchbay` command. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** Answers with the exit code: 0 well, 1 it found something wrong, 2 the call makes no sense. */
  run(argv: readonly string[], context: CommandContext): Promise<number>;
}
