// Writes repositories straight into the registry's filesystem storage. Pushing five hundred over HTTP takes minutes; this takes a second.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Blob, Image } from './image.ts';

const root = 'docker/registry/v2';

function write(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}

function writeBlob(storage: string, { digest, bytes }: Blob): void {
  const hex = hexOf(digest);
  write(join(storage, root, 'blobs/sha256', hex.slice(0, 2), hex, 'data'), bytes);
}

/** Stores the image's blobs once; every repository links to them. */
export function writeImage(storage: string, image: Image): void {
  for (const blob of [image.config, image.layer, image.manifest]) writeBlob(storage, blob);
}

/** Makes a repository whose tags all point to an image that `writeImage` stored. */
export function writeRepository(storage: string, name: string, tags: readonly string[], image: Image): void {
  const folder = join(storage, root, 'repositories', name);
  for (const { digest } of [image.config, image.layer])
    write(join(folder, '_layers/sha256', hexOf(digest), 'link'), digest);
  const manifest = image.manifest.digest;
  write(join(folder, '_manifests/revisions/sha256', hexOf(manifest), 'link'), manifest);
  for (const tag of tags) {
    write(join(folder, '_manifests/tags', tag, 'current/link'), manifest);
    write(join(folder, '_manifests/tags', tag, 'index/sha256', hexOf(manifest), 'link'), manifest);
  }
}
