/** Whether the host of a URL template is one of the declared ones, comparing templates as they are written. */
export function isDeclaredTemplate(url: string, hosts: readonly string[]): boolean {
  const host = url.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return hosts.some((declared) => declared === host || (declared.startsWith('*.') && host.endsWith(declared.slice(1))));
}
