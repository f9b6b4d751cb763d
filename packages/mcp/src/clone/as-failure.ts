import { ScaffoldError } from '@patchbay/scaffold';
import { DescriptionError, UnknownChangesError, UnknownManifestError } from '@patchbay/verify';
import { ToolFailure } from '../tool.ts';

/** Does the work of a tool; what verify and scaffold say to their caller becomes what the agent hears. */
export async function asFailure<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const isForCaller =
      error instanceof UnknownManifestError ||
      error instanceof UnknownChangesError ||
      error instanceof DescriptionError ||
      error instanceof ScaffoldError;
    throw isForCaller ? new ToolFailure(error.message) : error;
  }
}
