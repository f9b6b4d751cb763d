import { findBinary } from '../process/find-binary.ts';

/** The path of the `docker-registry` binary, or null when it is not installed. */
export function findDockerRegistry(path?: string): string | null {
  return findBinary('docker-registry', path);
}

/**
 * The reason to skip tests that need docker-registry, or null when they can run. On CI it is never a reason: there a missing
 * binary has to fail.
 */
export function reasonToSkipDockerRegistry(
  env: Record<string, string | undefined> = process.env,
  binary: string | null = findDockerRegistry(),
): string | null {
  if (env.CI || binary) return null;
  return 'docker-registry is not installed (Debian: apt-get install docker-registry), so the tests with a real registry are skipped.';
}
