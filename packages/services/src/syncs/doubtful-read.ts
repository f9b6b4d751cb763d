import { PatchbayError } from '@patchbay/schema';

/** Fewer than this are deleted without a second look. */
const unremarkable = 20;

/** A complete read that would delete more than it met, as a provider gives that has lost its data, or shows us less of it. */
export class DoubtfulReadError extends PatchbayError {
  readonly absent: number;

  constructor({ met, absent }: { met: number; absent: number }) {
    super(
      'conflict',
      `The provider gave ${met} objects and ${absent} that were there before are missing, so nothing was taken for deleted. When the next complete read says the same, they are.`,
    );
    this.absent = absent;
  }
}

/** Whether so many are missing that a read should be believed only when it is seen twice. */
export function isDoubtful({ met, absent }: { met: number; absent: number }): boolean {
  return absent >= unremarkable && absent > met;
}
