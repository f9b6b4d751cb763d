import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { ProviderError } from '../errors/provider-error.ts';

const decoders = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) };

export interface ReadBodyOptions {
  providerName: string;
  /** Content-Encoding and Content-Length of the answer. */
  encoding: string | undefined;
  contentLength: string | undefined;
  /** Cap before and after decompression, in bytes. */
  maxBytes: number;
}

/** Reads a whole body, never more than the cap; stops the transfer when there is more. */
export async function readBody(body: Readable, options: ReadBodyOptions): Promise<Buffer> {
  if (Number(options.contentLength) > options.maxBytes) {
    // Without a listener the abort of an unread body would surface as an uncaught error.
    body.on('error', () => {});
    body.destroy();
    throw tooLarge(options);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > options.maxBytes) throw tooLarge(options);
    chunks.push(chunk);
  }
  return decode(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size), options);
}

async function decode(bytes: Buffer, options: ReadBodyOptions): Promise<Buffer> {
  const encoding = options.encoding?.trim().toLowerCase();
  if (bytes.length === 0 || encoding === undefined || encoding === '' || encoding === 'identity') return bytes;
  const decoder = Object.hasOwn(decoders, encoding) ? decoders[encoding as keyof typeof decoders] : null;
  if (decoder === null)
    throw new ProviderError(
      'bug',
      `${options.providerName} compressed its answer in a way Patchbay did not ask for and cannot read.`,
      { whoseFault: 'provider' },
    );
  try {
    return await decoder(bytes, { maxOutputLength: options.maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError || (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(options);
    throw new ProviderError('transient', `${options.providerName} sent a compressed answer that is broken or cut off.`);
  }
}

function tooLarge({ providerName, maxBytes }: ReadBodyOptions): ProviderError {
  return new ProviderError(
    'bug',
    `${providerName} sent an answer larger than ${Math.round(maxBytes / 1024 / 1024)} MiB, so Patchbay stopped reading.`,
    {
      code: 'payload_too_large',
      whoseFault: 'provider',
      nextStep: 'Ask for less, with a filter or smaller pages, or fetch the file through the proxy, which streams.',
    },
  );
}
