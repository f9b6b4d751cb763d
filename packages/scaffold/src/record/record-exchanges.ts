import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { DispatcherSource } from '@patchbay/runtime';
import type { Dispatcher } from 'undici';
import type { Exchange } from './exchange.ts';

/** A way out that remembers what went over it. */
export interface RecordedDispatchers {
  dispatchers: DispatcherSource;
  /** What was answered whole so far, in the order it was asked. */
  exchanges(): Exchange[];
}

/** Listens to whatever goes over the connections of a source, and changes nothing of it. */
export function recordExchanges(inner: DispatcherSource): RecordedDispatchers {
  const asked: { exchange: Exchange | null }[] = [];
  return {
    dispatchers: {
      ...inner,
      get: (options) => inner.get(options).compose(listen),
    },
    exchanges: () => asked.flatMap(({ exchange }) => exchange ?? []),
  };

  function listen(dispatch: Dispatcher['dispatch']): Dispatcher['dispatch'] {
    return (options, handler) => {
      const place: (typeof asked)[number] = { exchange: null };
      asked.push(place);
      const chunks: Buffer[] = [];
      let status = 0;
      let headers: Exchange['headers'] = {};
      return dispatch(options, {
        onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
        onRequestUpgrade: (...given) => handler.onRequestUpgrade?.(...given),
        onResponseStart(controller, code, names, text) {
          status = code;
          headers = names;
          handler.onResponseStart?.(controller, code, names, text);
        },
        onResponseData(controller, chunk) {
          chunks.push(Buffer.from(chunk));
          handler.onResponseData?.(controller, chunk);
        },
        onResponseEnd(controller, trailers) {
          const url = new URL(options.path, String(options.origin));
          place.exchange = {
            method: options.method,
            url,
            status,
            headers,
            bytes: decompress(Buffer.concat(chunks), headers),
          };
          handler.onResponseEnd?.(controller, trailers);
        },
        onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
      });
    };
  }
}

const decoders: Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Buffer> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** What cannot be unpacked stays as it is: the runtime says what is wrong with it. */
function decompress(bytes: Buffer, headers: Exchange['headers']): Buffer {
  const decoder =
    decoders[
      String(headers['content-encoding'] ?? '')
        .trim()
        .toLowerCase()
    ];
  if (!decoder || bytes.length === 0) return bytes;
  try {
    return decoder(bytes, { maxOutputLength: 64 * 1024 * 1024 });
  } catch {
    return bytes;
  }
}
