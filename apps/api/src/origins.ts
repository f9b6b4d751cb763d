/** Origins whose pages may write with a session cookie. A loopback address goes by its name too, whichever the browser was given. */
export function allowedOrigins(...urls: readonly string[]): string[] {
  const origins = new Set<string>();
  for (const text of urls) {
    const url = new URL(text);
    origins.add(url.origin);
    if (!['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) continue;
    for (const hostname of ['127.0.0.1', 'localhost', '[::1]']) {
      origins.add(`${url.protocol}//${hostname}${url.port ? `:${url.port}` : ''}`);
    }
  }
  return [...origins];
}
