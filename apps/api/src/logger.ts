import { pino } from 'pino';

export type AppLogger = ReturnType<typeof createLogger>;

export interface LoggerOptions {
  level: string;
  /** Where lines go; standard output when left out. */
  destination?: { write(line: string): void };
}

/** JSON lines. Names that usually hold a secret are blotted out wherever they stand in what is logged. */
export function createLogger({ level, destination }: LoggerOptions) {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: {
      err: describeError,
      error: (value: unknown) => (value instanceof Error ? describeError(value) : value),
    },
    redact: { paths: secretPaths, censor: '[redacted]' },
  };
  return destination ? pino(options, destination) : pino(options);
}

const secretNames = [
  'authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'apiKey',
  'credentials',
  'headers',
  'body',
];
const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

interface DescribedError {
  name: string;
  message: string;
  code?: string;
  at?: string[];
  cause?: DescribedError;
}

/**
 * An error without what it may carry: query errors repeat their parameters, and others hold requests as properties. Kept are the
 * first line of the text, the code and where it came from.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, message: 'something that is no error was thrown' };
  const code = (error as { code?: unknown }).code;
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
  return {
    name: error.name,
    message: (error.message.split('\n')[0] ?? '').slice(0, 300),
    ...(typeof code === 'string' && { code }),
    ...(frames.length > 0 && { at: frames }),
    ...(error.cause instanceof Error && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  };
}
