export const levels = {
  unlisted: 'not proven yet',
  bronze: 'every request checked against the official API description',
  silver: 'also errors, rate limits and hostile paging',
  gold: 'also attested against the live provider',
  platinum: 'also watched every night',
} as Record<string, string>;
