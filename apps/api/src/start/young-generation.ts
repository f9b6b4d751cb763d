import { setFlagsFromString } from 'node:v8';

/**
 * Holds V8's young generation small from here on. What is loaded at the start stays, so that room for short-lived objects would only
 * be memory that is kept for nothing: some 60 MB.
 */
export function holdYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** Lets it grow with the load, as V8 does by itself. */
export function freeYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
}
