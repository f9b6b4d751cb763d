/** Path and query of a URL, or of a request target, exactly as written. */
export function splitUrl(url: string): { path: string; query: string } {
  const target = url.replace(/#.*$/s, '').replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target || '/', query: '' }
    : { path: target.slice(0, mark) || '/', query: target.slice(mark + 1) };
}
