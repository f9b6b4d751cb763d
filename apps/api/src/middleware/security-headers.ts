import { secureHeaders } from 'hono/secure-headers';

/** For JSON and images: nothing in them may run, be framed, or load anything. Pages set their own policy. */
export const securityHeaders = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
  crossOriginResourcePolicy: 'same-origin',
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  // A page that has scripts of its own has said so already.
  overwrite: false,
  // HTTPS ends at a proxy in front; it decides whether the whole host is HTTPS only.
  strictTransportSecurity: false,
});
