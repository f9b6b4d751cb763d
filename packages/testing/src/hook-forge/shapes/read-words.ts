/** A list of words in a body; undefined when it is none. */
export function readWords(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** The value of a body when it is of this type. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function readFlag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** Without what was not said, so that it stays as it was. */
export function said<Wishes extends object>(
  wishes: Wishes,
): { [Key in keyof Wishes]?: Exclude<Wishes[Key], undefined> } {
  return Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined)) as never;
}
