/** One request that really went out, and what came back for it. Holds secrets: never to be shown or kept. */
export interface Exchange {
  method: string;
  /** Where it went, as it was sent. */
  url: URL;
  status: number;
  /** Lower-case names. A header that came several times has several values. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Decompressed. */
  bytes: Buffer;
}
