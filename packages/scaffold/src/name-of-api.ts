import type { Api } from './api/types.ts';

/** "Acme API v2" is called Acme. */
export function nameOfApi({ title }: Api): string {
  const plain = title
    .replace(/\b(rest|http|public|open)?\s*api\b.*$/i, '')
    .replace(/[\s:,–-]+$/, '')
    .trim();
  return (plain === '' ? title : plain).slice(0, 60);
}
