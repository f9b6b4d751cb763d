#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { runCli } from './run-cli.ts';
import { createTerminalQuestions } from './terminal-questions.ts';

const { stdin, stdout, stderr } = process;
const isTerminal = stdin.isTTY === true && stderr.isTTY === true;

process.exitCode = await runCli(process.argv.slice(2), {
  folder: process.cwd(),
  env: process.env,
  stdin: () => text(stdin),
  out: (line) => void stdout.write(line),
  error: (line) => void stderr.write(line),
  // Questions go where errors go, so that what a command prints can be piped on.
  ...(isTerminal && { ask: createTerminalQuestions(stdin, stderr) }),
});
