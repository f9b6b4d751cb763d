/** Headers of an answer: lower-case names; repeated ones joined as HTTP allows, set-cookie kept apart. */
export type AnswerHeaders = Readonly<Record<string, string>>;

/** One whole answer. */
export interface Answer {
  status: number;
  headers: AnswerHeaders;
  /** Each Set-Cookie header. */
  cookies: readonly string[];
  /** Decompressed. */
  bytes: Buffer;
  /** Where it came from, after redirects. */
  url: URL;
}

/** An answer whose body was read as the operation declares. */
export interface ParsedAnswer extends Answer {
  /** JSON value, text, bytes, or null when there is no body. */
  body: unknown;
}

/** What JMESPath of `success`, and of `result` with resultFrom response, sees. */
export function toResponseView(answer: ParsedAnswer): { status: number; headers: AnswerHeaders; body: unknown } {
  return { status: answer.status, headers: answer.headers, body: answer.body };
}
