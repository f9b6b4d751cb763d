import type { SourceCheck } from '../check.ts';

/** Shapes of credentials that are worth stealing. */
export const secretShapes: readonly [pattern: RegExp, what: string][] = [
  [/\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36,}\b/g, 'a source-hosting token'],
  [/\bgithub_pat_[A-Za-z0-9_]{60,}\b/g, 'a source-hosting token'],
  [/\bglpat-[\w-]{20,}\b/g, 'a source-hosting token'],
  [/\bxox[abeoprs]-[\w-]{20,}\b/g, 'a chat token'],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, 'a cloud access key'],
  [/\bAIza[\w-]{35}\b/g, 'a cloud API key'],
  [/\b(sk|rk)_live_[A-Za-z0-9]{16,}\b/g, 'a payment key'],
  [/\bsk-[A-Za-z0-9_-]{32,}\b/g, 'an API key'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/g, 'a private key'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/g, 'a signed token'],
];
/** What says of itself that it is none. */
export const madeUp = /example|canary|dummy|fake|sample|redacted|x{6}|(.)\1{7}|0123456|1234567|abcdef/i;

export const noRealSecrets: SourceCheck = {
  id: 'no-real-secrets',
  title: 'No file holds what looks like a real secret',
  scope: 'source',
  gates: 'unlisted',
  severity: 'error',
  reason: 'what is committed is public for ever, and secret scanners alarm the owner',
  fix: 'revoke it if it was real; write a made-up value that says so, such as one with "example" in it',
  samples: {
    passing: { files: { 'README.md': `Tokens look like ghp_${'example0'.repeat(5)}.\n` } },
    failing: { files: { 'README.md': `Use ghp_${'q7Rk2mZ0wL'.repeat(4)}.\n` } },
  },
  check({ files, within }) {
    const findings = [];
    for (const [name, text] of files) {
      for (const [pattern, what] of secretShapes) {
        for (const [match] of text.matchAll(pattern)) {
          if (madeUp.test(match)) continue;
          findings.push({
            ...within(name, match),
            message: `"${match.slice(0, 8)}…" (${match.length} characters) looks like ${what}`,
          });
        }
      }
    }
    return findings;
  },
};
