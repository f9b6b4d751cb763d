/** Whether a URL is one that the declared hosts allow with these settings. Written apart from the runtime, as its oracle. */
export function isAllowedUrl(
  url: string,
  hosts: readonly string[],
  settings: Readonly<Record<string, unknown>>,
): boolean {
  const { origin, protocol, host, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  return hosts.some((entry) => {
    const setting = /^\{settings\.(\w+)\}$/.exec(entry)?.[1];
    if (setting !== undefined) return cleanOrigin(settings[setting]) === origin;
    if (protocol !== 'https:') return false;
    const pattern = entry
      .replace(/[.]/g, '\\.')
      .replace(/^\*\\\./, '([a-z0-9-]+\\.)+')
      .replace(/\{settings\\\.\w+\}/, '[a-z0-9]([a-z0-9-]*[a-z0-9])?');
    return new RegExp(`^${pattern}$`, 'i').test(host);
  });
}

/** The origin of an address that means nothing but what it says; null for tricks and for addresses inside. */
function cleanOrigin(value: unknown): string | null {
  if (
    typeof value !== 'string' ||
    /[\s\\@#?]|\p{C}/u.test(value) ||
    !/^https?:\/\/[^/]/.test(value) ||
    !URL.canParse(value)
  )
    return null;
  const url = new URL(value);
  const name = url.hostname.replace(/\.$/, '');
  const isInside = /^(127|10|0)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^\[|^localhost$/.test(name);
  return isInside ? null : url.origin;
}
