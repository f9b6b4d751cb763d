/** For what is read outside of operations, such as an issuer's description: small, soon there, and never somewhere else. */
export const documentLimits = { timeoutMs: 10_000, maxBytes: 256 * 1024, maxRedirects: 0 };
