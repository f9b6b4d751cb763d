/** What stops the making of a manifest or a fixture, as a sentence for who asked for it. */
export class ScaffoldError extends Error {}
