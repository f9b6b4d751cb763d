import { closestName } from '@patchbay/registry';

/** `did you mean "x"?`, or what there is to choose from. */
export function suggest(name: string, candidates: readonly string[]): string {
  const closest = closestName(name, candidates);
  if (closest) return `did you mean "${closest}"?`;
  if (candidates.length === 0) return 'there is none';
  const shown = candidates.slice(0, 12).join(', ');
  return `choose one of ${shown}${candidates.length > 12 ? ' …' : ''}`;
}
