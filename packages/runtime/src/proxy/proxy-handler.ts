import { Readable, type Writable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { ProxyOutcome, ProxyResponse, ProxySink } from '../types.ts';
import { toCallerHeaders } from './proxy-headers.ts';

export interface ProxyHandlerOptions {
  sink: ProxySink;
  maxBytes: number;
  signal: AbortSignal | undefined;
  /** Looks at the head first; true takes the answer away from the sink, and its body is dropped. */
  intercept: ((status: number, headers: Readonly<Record<string, string>>) => boolean) | null;
  resolve(outcome: HandledOutcome): void;
  /** The sink failed; its error goes to whoever gave it. */
  reject(error: unknown): void;
  /** The connection failed before the sink was called. */
  fail(error: unknown): void;
}

/** intercepted: the sink was not called, and the answer is gone. */
export interface HandledOutcome extends Omit<ProxyOutcome, 'ended'> {
  ended: ProxyOutcome['ended'] | 'intercepted';
}

type Controller = Dispatcher.DispatchController;

const clientGone = new Error('The reader of the proxied answer closed early.');
const tooLarge = new Error('The proxied answer is larger than allowed.');
const abandoned = new Error('The reader of the proxied answer failed.');

/**
 * Passes one answer on as undici reads it from the socket, chunk by chunk, at the pace of the reader. Nothing is buffered but
 * what the reader's own stream holds. A reader that hangs up ends the request at the provider; a provider that breaks off
 * destroys the reader's stream, so that half an answer never looks whole.
 */
export class ProxyHandler implements Dispatcher.DispatchHandler {
  private readonly options: ProxyHandlerOptions;
  private controller: Controller | null = null;
  /** Where the body goes: the stream the sink gave, or our own that the sink reads. */
  private target: Writable | null = null;
  private own: Readable | null = null;
  /** The sink's own work on the body; the call lasts as long. */
  private work: Promise<void> | null = null;
  private status = 0;
  private bytes = 0;
  private isSettled = false;
  private isIntercepted = false;

  constructor(options: ProxyHandlerOptions) {
    this.options = options;
  }

  onRequestStart(controller: Controller): void {
    this.controller = controller;
    const { signal } = this.options;
    if (!signal) return;
    if (signal.aborted) this.dropCaller();
    else signal.addEventListener('abort', this.dropCaller, { once: true });
  }

  onResponseStart(
    controller: Controller,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // 1xx answers come before the real one.
    if (status < 200) return;
    this.status = status;
    if (this.options.intercept?.(status, flatten(headers))) {
      this.isIntercepted = true;
      return;
    }
    const raw = controller.rawHeaders;
    const response = this.createResponse(status, toCallerHeaders(Array.isArray(raw) ? raw : toFlat(headers)));
    try {
      const given = this.options.sink(response);
      if (given instanceof Promise) {
        // It may ask for the body only later, and the first chunk does not wait.
        void response.body;
        this.work = given;
        given.catch((error: unknown) => this.abandon(error));
      } else if (given) {
        this.target = given;
        this.attach(given);
        given.on('drain', this.resumeReading);
      } else if (!this.own) response.body.resume();
    } catch (error) {
      this.abandon(error);
    }
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.options.maxBytes) {
      controller.abort(tooLarge);
      return;
    }
    const hasRoom = this.target ? this.target.write(chunk) : this.own ? this.own.push(chunk) : true;
    if (!hasRoom) controller.pause();
  }

  onResponseEnd(): void {
    if (this.isIntercepted) {
      this.settle('intercepted');
      return;
    }
    this.own?.push(null);
    if (this.target && !this.target.destroyed) this.target.end();
    this.settle('complete');
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    if (this.isIntercepted) {
      this.settle('intercepted');
      return;
    }
    if (this.status === 0) {
      this.fail(error);
      return;
    }
    (this.target ?? this.own)?.destroy(
      error === clientGone ? undefined : new Error('The provider broke off its answer.'),
    );
    this.settle(error === clientGone ? 'client_gone' : 'cut');
  }

  private createResponse(status: number, headers: string[]): ProxyResponse {
    const openOwn = () => {
      if (!this.own) {
        this.own = new Readable({ read: this.resumeReading });
        this.attach(this.own);
      }
      return this.own;
    };
    return {
      status,
      headers,
      get body() {
        return openOwn();
      },
    };
  }

  private attach(stream: Writable | Readable): void {
    stream.on('close', this.dropClient);
    stream.on('error', this.ignoreError);
    if (stream.destroyed) this.dropClient();
  }

  private readonly resumeReading = (): void => this.controller?.resume();

  private readonly dropClient = (): void => {
    if (!this.isSettled) this.controller?.abort(clientGone);
  };

  // The stream closes after its error, and that is where it is dealt with; without a listener it would end the process.
  private readonly ignoreError = (): void => {};

  private readonly dropCaller = (): void => {
    const reason: unknown = this.options.signal?.reason;
    this.controller?.abort(this.status === 0 && reason instanceof Error ? reason : clientGone);
  };

  private abandon(error: unknown): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.detach();
    this.controller?.abort(abandoned);
    (this.target ?? this.own)?.destroy();
    this.options.reject(error);
  }

  private settle(ended: HandledOutcome['ended']): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.detach();
    const outcome = { status: this.status, bytes: this.bytes, ended };
    if (this.work) this.work.then(() => this.options.resolve(outcome), this.options.reject);
    else this.options.resolve(outcome);
  }

  private fail(error: unknown): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.detach();
    this.options.fail(error);
  }

  private detach(): void {
    this.options.signal?.removeEventListener('abort', this.dropCaller);
    // Kept: `error`, for a reader that fails while the last bytes are still on their way.
    this.own?.off('close', this.dropClient);
    this.target?.off('close', this.dropClient);
    this.target?.off('drain', this.resumeReading);
  }
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}

function toFlat(headers: Readonly<Record<string, string | string[] | undefined>>): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : value === undefined ? [] : [value]).flatMap((one) => [name, one]),
  );
}
