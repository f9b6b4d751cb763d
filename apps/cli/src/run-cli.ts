import { closestName } from '@patchbay/registry';
import { showUnseen } from '@patchbay/verify';
import { attest } from './attest.ts';
import { audit } from './audit.ts';
import { badge } from './badge.ts';
import type { Command, CommandContext } from './command.ts';
import { contract } from './contract.ts';
import { create } from './create.ts';
import { credentials } from './credentials.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { evidence } from './evidence.ts';
import { keys } from './keys.ts';
import { mcp } from './mcp.ts';
import { record } from './record.ts';
import { simulate } from './simulate.ts';
import { verify } from './verify.ts';

const commands: readonly Command[] = [
  create,
  verify,
  contract,
  diff,
  record,
  attest,
  badge,
  simulate,
  doctor,
  evidence,
  audit,
  keys,
  credentials,
  mcp,
];

/** Runs one command line and answers with the exit code. Unknown commands are answered with the nearest known one. */
export async function runCli(argv: readonly string[], given: CommandContext): Promise<number> {
  // What is shown holds texts that others wrote: names of files, descriptions, answers.
  const context = {
    ...given,
    out: (text: string) => given.out(showUnseen(text)),
    error: (text: string) => given.error(showUnseen(text)),
  };
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    context.out(renderHelp());
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((item) => item.name === name);
  if (command) return command.run(rest, context);
  const nearest = closestName(
    name,
    commands.map((item) => item.name),
  );
  const hint = nearest ? ` Did you mean "patchbay ${nearest}"?` : '';
  context.error(`There is no command "${name}".${hint}\n\n${renderHelp()}`);
  return 2;
}

function renderHelp(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: patchbay <command> [options]\n\n${lines.join('\n')}\n\nEach command explains itself with --help.\n`;
}
