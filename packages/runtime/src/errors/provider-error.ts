import {
  type ErrorClass,
  type ErrorCode,
  PatchbayError,
  type PatchbayErrorOptions,
  retryableClasses,
  type WhoseFault,
} from '@patchbay/schema';
import { classSentences } from './class-sentences.ts';

export interface ProviderErrorOptions extends Pick<PatchbayErrorOptions, 'retryAfterSeconds' | 'cause' | 'data'> {
  /** HTTP status of the answer, when there was one. */
  status?: number;
  /** Default: that of the class. */
  code?: ErrorCode;
  whoseFault?: WhoseFault;
  nextStep?: string;
  /** Nothing reached the provider, so even a write may be tried again. */
  nothingSent?: boolean;
}

/** A call to a provider that failed, and in which of the closed list of ways. */
export class ProviderError extends PatchbayError {
  readonly class: ErrorClass;
  readonly isRetryable: boolean;
  readonly status: number | undefined;
  readonly whoseFault: WhoseFault;
  readonly nextStep: string;
  readonly nothingSent: boolean;

  constructor(errorClass: ErrorClass, message: string, options: ProviderErrorOptions = {}) {
    const defaults = classSentences[errorClass];
    super(options.code ?? defaults.code, message, options);
    this.name = 'ProviderError';
    this.class = errorClass;
    this.isRetryable = retryableClasses.has(errorClass);
    this.status = options.status;
    this.whoseFault = options.whoseFault ?? defaults.whoseFault;
    this.nextStep = options.nextStep ?? defaults.nextStep;
    this.nothingSent = options.nothingSent ?? false;
  }
}

/** True for a ProviderError of any copy of this package. */
export function isProviderError(error: unknown): error is ProviderError {
  return error instanceof Error && error.name === 'ProviderError' && 'class' in error;
}
