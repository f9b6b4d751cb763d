import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

export interface Blob {
  /** `sha256:…` */
  digest: string;
  bytes: Buffer;
}

export interface Image {
  config: Blob;
  layer: Blob;
  manifest: Blob;
}

export const manifestMediaType = 'application/vnd.docker.distribution.manifest.v2+json';

function toBlob(content: string | Buffer): Blob {
  const bytes = Buffer.from(content as Buffer);
  return { digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, bytes };
}

/** A small but whole image: one (empty) layer, a configuration that differs with `label`, and the manifest that names both. */
export function createImage(label: string): Image {
  // Two zero blocks are an empty tar archive.
  const layer = toBlob(gzipSync(Buffer.alloc(1024)));
  const config = toBlob(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: { Labels: { label } },
      rootfs: { type: 'layers', diff_ids: [toBlob(Buffer.alloc(1024)).digest] },
      history: [],
    }),
  );
  const manifest = toBlob(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestMediaType,
      config: {
        mediaType: 'application/vnd.docker.container.image.v1+json',
        size: config.bytes.length,
        digest: config.digest,
      },
      layers: [
        {
          mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
          size: layer.bytes.length,
          digest: layer.digest,
        },
      ],
    }),
  );
  return { config, layer, manifest };
}
