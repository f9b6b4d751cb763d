/** A path of this site to go on to; anything else, such as another origin, becomes the overview. */
export function toLocalPath(next: string): string {
  if (!next.startsWith('/')) return '/';
  const base = 'http://localhost';
  const url = URL.canParse(next, base) ? new URL(next, base) : null;
  return url?.origin === base && url.pathname !== '/sign-in' ? url.pathname + url.search : '/';
}
