/** Secrets this short are not shown at all: four characters would be half of them. */
const shortLength = 8;

/** `****...wxyz`: exactly the last four characters, of a secret longer than eight; of a shorter one `****`. */
export function maskLastFour(value: string): string {
  const characters = Array.from(value);
  return characters.length <= shortLength ? '****' : `****...${characters.slice(-4).join('')}`;
}
