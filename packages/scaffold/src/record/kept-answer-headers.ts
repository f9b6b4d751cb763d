import type { AuthMethod, Manifest } from '@patchbay/schema';
import type { Exchange } from './exchange.ts';

/** What any provider says in its headers that the runtime reads, or a reviewer wants to see. */
const known =
  /^(content-type|link|location|etag|last-modified|retry-after|www-authenticate|deprecation|sunset|warning|(x-)?rate-?limit.*)$/;

/** The headers of an answer that are kept: those known everywhere, and those the manifest names. All others are dropped. */
export function keptAnswerHeaders(
  { headers }: Exchange,
  manifest: Manifest,
  method: AuthMethod,
): { kept: Record<string, string>; dropped: string[] } {
  const named = JSON.stringify(manifest).toLowerCase();
  // A cookie is a secret; it is kept, with another value, only where somebody has to send it back.
  const isCookieKept = method.type === 'session' || method.type === 'custom';
  const kept: Record<string, string> = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (
      value === undefined ||
      /^(content-length|content-encoding|transfer-encoding|connection|keep-alive|date)$/.test(name)
    )
      continue;
    if (name === 'set-cookie' ? isCookieKept : known.test(name) || named.includes(`"${name}"`))
      kept[name] = name === 'set-cookie' ? ([value].flat()[0] ?? '') : [value].flat().join(', ');
    else dropped.push(name);
  }
  return { kept, dropped };
}
