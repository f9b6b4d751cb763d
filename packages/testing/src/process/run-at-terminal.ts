import { spawn } from 'node:child_process';
import { cleanUpOnExit, signalGroup, waitForExit } from './clean-up-on-exit.ts';
import { findBinary } from './find-binary.ts';

export interface TerminalRun {
  code: number | null;
  /** All that stood on the screen, with what was typed, without the signs that move the cursor. */
  screen: string;
}

export interface TerminalOptions {
  cwd: string;
  env?: Record<string, string>;
  /** What is typed once a text stands on the screen, in this order. */
  type: readonly (readonly [whenShown: string, keys: string])[];
}

/** The reason to skip tests that need a pseudo-terminal, or null when they can run. On CI a missing one has to fail. */
export function reasonToSkipTerminal(env: Record<string, string | undefined> = process.env): string | null {
  if (process.platform === 'linux' && (env.CI || findBinary('script'))) return null;
  return 'A pseudo-terminal is made with script of util-linux (Debian: bsdutils), so the tests at a terminal are skipped.';
}

/** Runs a program at a pseudo-terminal, as somebody sits before it. */
export async function runAtTerminal(command: readonly string[], options: TerminalOptions): Promise<TerminalRun> {
  const waiting = [...options.type];
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const child = spawn('script', ['-qec', quoted, '/dev/null'], {
    ...{ cwd: options.cwd, env: { ...process.env, ...options.env }, detached: true },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const forget = cleanUpOnExit(() => signalGroup(child, 'SIGKILL'));
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    const [next] = waiting;
    if (next && screen.includes(next[0])) child.stdin.write(waiting.shift()?.[1] ?? '');
  });
  await waitForExit(child);
  forget();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the signs of a terminal
  return { code: child.exitCode, screen: screen.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]|\r/g, '') };
}
