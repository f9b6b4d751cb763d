#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { runCli } from './run-cli.ts';

const { stdin, stdout, stderr } = process;
const isTerminal = stdin.isTTY === true && stderr.isTTY === true;

process.exitCode = await runCli(process.argv.slice(2), {
  folder: process.cwd(),
  env: process.env,
  stdin: () => text(stdin),
  out: (line) => void stdout.write(line),
  error: (line) => void stderr.write(line),
  ...(isTerminal && { ask }),
});

/** Questions go where errors go, so that what a command prints can be piped on. */
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
