import { select } from '../../select/expressions.ts';
import { type IncrementalFactory, placeParameter } from './incremental.ts';

/** An opaque token stands for all that was read; the last page has the next one. */
export const token: IncrementalFactory<'token'> = (declared, { cursor, noted }) => {
  const from = cursor?.type === 'token' ? cursor.value : (declared.initial ?? null);
  let latest = noted?.type === 'token' ? noted.value : null;
  return {
    base: from === null ? {} : placeParameter(declared.in, declared.parameter, from),
    isWhole: cursor?.type !== 'token',
    note({ answer }) {
      const value = select(declared.token, answer.body);
      if ((typeof value === 'string' && value !== '') || typeof value === 'number') latest = value;
    },
    cursor() {
      const value = latest ?? (cursor?.type === 'token' ? cursor.value : null);
      return value === null ? null : { type: 'token', value };
    },
  };
};
