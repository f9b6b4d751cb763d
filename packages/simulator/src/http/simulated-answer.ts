/** An answer of a simulated provider. */
export interface SimulatedAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): SimulatedAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

const notCopied = /^(content-length|content-encoding|transfer-encoding|connection)$/i;

/** A recorded answer as it goes over the wire: a string is text where the content type says so, all else is JSON. */
export function recordedAnswer(response: {
  status: number;
  headers: Readonly<Record<string, string>>;
  body?: unknown;
}): SimulatedAnswer {
  const headers = Object.fromEntries(
    Object.entries(response.headers)
      .filter(([name]) => !notCopied.test(name))
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
  const { body } = response;
  if (body === undefined) return { status: response.status, headers, body: '' };
  const type = headers['content-type'];
  const isText = typeof body === 'string' && type !== undefined && !type.includes('json');
  return {
    status: response.status,
    headers: type === undefined ? { 'content-type': 'application/json', ...headers } : headers,
    body: isText ? body : JSON.stringify(body),
  };
}
