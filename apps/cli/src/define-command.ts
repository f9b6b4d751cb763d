import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Command, type CommandContext, CommandError } from './command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What was given on the command line, by the options of a command. */
export type Given<Known extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; allowPositionals: true; options: Known }>
>;

export interface CommandDefinition<Known extends Options> {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What --help says, and what follows a call that makes no sense. */
  usage: string;
  /** Besides --help. */
  options: Known;
  /** Errors of packages that are a sentence for who called, as a CommandError is. */
  known?: readonly (abstract new (
    ...args: never[]
  ) => Error)[];
  /** Answers with the exit code. */
  run(given: Given<Known>, context: CommandContext): Promise<number>;
}

/** A call that makes no sense: its sentence, if there is one, and the usage follow. */
export class UsageError extends CommandError {}

/** What all commands do alike: read the arguments, explain themselves, and end with a sentence and exit code 2 when they cannot. */
export function defineCommand<const Known extends Options>(definition: CommandDefinition<Known>): Command {
  const { name, summary, usage, known = [] } = definition;
  const options = { ...definition.options, help: { type: 'boolean', short: 'h' } } as const;
  return {
    name,
    summary,
    async run(argv, context) {
      try {
        const given = parse(argv, options);
        if ('help' in given.values && given.values.help) {
          context.out(usage);
          return 0;
        }
        return await definition.run(given as Given<Known>, context);
      } catch (error) {
        if (error instanceof UsageError) context.error([error.message, usage].filter(Boolean).join('\n\n'));
        else if ([CommandError, ...known].some((kind) => error instanceof kind))
          context.error(`${(error as Error).message}\n`);
        else throw error;
        return 2;
      }
    },
  };
}

function parse<Known extends Options>(argv: readonly string[], options: Known): Given<Known> {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
