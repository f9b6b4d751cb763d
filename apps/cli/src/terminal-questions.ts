import { createInterface } from 'node:readline';
import { CommandError } from './command.ts';

/**
 * Asks at a terminal, a line each. Lines that were written or pasted before their question wait for it. Between questions the terminal
 * is as it was, so that Ctrl-C ends what runs. Throws a CommandError when whoever sits there ends it instead of answering.
 */
export function createTerminalQuestions(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): (question: string) => Promise<string> {
  const ahead: string[] = [];
  /** A line that was begun before its question. */
  let begun = '';

  return (question) => {
    const written = ahead.shift();
    if (written !== undefined) {
      output.write(`${question}${written}\n`);
      return Promise.resolve(written);
    }
    return new Promise((resolve, reject) => {
      const lines = createInterface({ input, output, prompt: question });
      const isAnswered = () => ahead.length > 0;
      lines.on('line', (line) => {
        // All of what was pasted comes at once; closed sooner, the interface would lose the rest.
        if (!isAnswered()) setImmediate(() => lines.close());
        ahead.push(line);
      });
      lines.on('SIGINT', () => lines.close());
      lines.on('close', () => {
        begun = lines.line;
        if (isAnswered()) return resolve(ahead.shift() ?? '');
        output.write('\n');
        reject(new CommandError('Nothing was made: the question was left without an answer.'));
      });
      lines.prompt();
      if (begun !== '') lines.write(begun);
    });
  };
}
