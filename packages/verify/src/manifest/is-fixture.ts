/** Whether a file of a manifest folder, by its path in it, is a fixture. */
export function isFixture(name: string): boolean {
  return /^fixtures\/[^/]+\.json$/.test(name);
}
