const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Where a visitor goes on who opened this machine by another of its names than APP_URL has: a session at 127.0.0.1 is none at localhost,
 * where providers and identity providers send people back to. Null: they are where they should be.
 */
export function usualAddress(
  appUrl: string,
  { host, path }: { host: string | undefined; path: string },
): string | null {
  if (!host || !URL.canParse(`http://${host}`)) return null;
  const [usual, asked] = [new URL(appUrl), new URL(`http://${host}`)];
  if (usual.protocol !== 'http:' || usual.port !== asked.port || usual.hostname === asked.hostname) return null;
  if (!loopbackNames.includes(usual.hostname) || !loopbackNames.includes(asked.hostname)) return null;
  return `${usual.origin}${path}`;
}
