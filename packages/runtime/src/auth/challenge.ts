/** One scheme of a WWW-Authenticate header with its parameters (lower-case names). */
export interface AuthChallenge {
  scheme: string;
  parameters: Readonly<Record<string, string>>;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const parameter = new RegExp(`^(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s,"]*))`);
const scheme = new RegExp(`^(${token})(?=\\s|,|$)`);

/** Reads the challenges of a 401 answer (RFC 9110, 11.6.1), in order. What cannot be read ends the list. */
export function parseChallenges(header: string): AuthChallenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  let rest = header.trim();
  while (rest !== '') {
    const pair = parameter.exec(rest);
    const current = challenges.at(-1);
    if (pair && current) {
      const name = (pair[1] ?? '').toLowerCase();
      current.parameters[name] ??= pair[2] === undefined ? (pair[3] ?? '') : pair[2].replace(/\\(.)/g, '$1');
      rest = rest.slice(pair[0].length);
    } else {
      const word = scheme.exec(rest);
      if (!word) return challenges;
      challenges.push({ scheme: (word[1] ?? '').toLowerCase(), parameters: Object.create(null) });
      rest = rest.slice(word[0].length);
    }
    rest = rest.replace(/^[\s,]+/, '');
  }
  return challenges;
}
