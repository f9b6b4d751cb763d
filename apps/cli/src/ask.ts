import type { PatchbayClient } from '@patchbay/client';
import { CommandError } from './command.ts';

/** What a call of the client comes to. */
interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** Makes one call. Throws a CommandError with the server's own sentence, or with why there is none. */
export async function ask<Data>(
  url: string,
  client: PatchbayClient,
  call: (client: PatchbayClient) => Promise<Answer<Data>>,
): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await call(client);
  } catch (error) {
    if (error instanceof SyntaxError) throw notPatchbay(url);
    throw new CommandError(
      `Nobody answers at ${url} (${reasonOf(error)}). Start Patchbay, or name its address in PATCHBAY_URL or --url.`,
    );
  }
  if (answer.data !== undefined) return answer.data;
  const message = messageOf(answer.error);
  if (message === null) throw notPatchbay(url);
  throw new CommandError(answer.response.status === 401 ? `${message} Give it in PATCHBAY_API_KEY or --key.` : message);
}

function notPatchbay(url: string): CommandError {
  return new CommandError(
    `What answers at ${url} is not the API of Patchbay, or another version of it. Give its address without /api/v1.`,
  );
}

/** The sentence of an error answer; null when it is not one of ours. */
function messageOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('message' in error)) return null;
  return typeof error.message === 'string' ? error.message : null;
}

/** A short reason: fetch hides the one of the network in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return String(cause);
}
