import type { Sql, TransactionSql } from 'postgres';

/** Texts that are prepared at most: each connection keeps the plans of all of them. */
const maxPrepared = 200;
/** Texts of which it is not known yet whether they are frequent; the oldest is forgotten first. */
const maxWatched = 1_000;
/** A text is prepared from this time on. */
const frequentFrom = 3;

type Client = Pick<Sql, 'unsafe'> & Partial<Pick<Sql, 'begin'> & Pick<TransactionSql, 'savepoint'>>;

/**
 * Has statements that come again and again prepared, on each connection where they come: one round trip where it takes two
 * otherwise, and nothing to parse. Statements whose text differs each time stay as they are, so that what is kept is bounded.
 */
export function prepareFrequent(client: Sql): void {
  const isFrequent = createFrequency();

  function wrap<Wrapped extends Client>(sql: Wrapped): Wrapped {
    const { unsafe, begin, savepoint } = sql;
    sql.unsafe = (text, parameters = [], options = {}) =>
      unsafe.call(sql, text, parameters, {
        ...options,
        // Without parameters a text may be several statements, which cannot be prepared, and takes one round trip anyway.
        prepare: options.prepare || (parameters.length > 0 && isFrequent(text)),
      }) as never;
    if (begin) sql.begin = withWork(begin.bind(sql) as Begin) as Sql['begin'];
    if (savepoint) sql.savepoint = withWork(savepoint.bind(sql) as Begin) as TransactionSql['savepoint'];
    return sql;
  }
  /** The last argument is the work; a name or options may come before it. */
  const withWork =
    (start: Begin): Begin =>
    (...given) => {
      const work = given.pop() as Work;
      return start(...given, (tx: TransactionSql) => work(wrap(tx)));
    };
  wrap(client);
}

type Work = (tx: TransactionSql) => Promise<unknown>;
type Begin = (...given: (string | Work)[]) => Promise<unknown>;

/** Whether a text was seen often enough, counting this time. */
function createFrequency(): (text: string) => boolean {
  const frequent = new Set<string>();
  const seen = new Map<string, number>();
  return (text) => {
    if (frequent.has(text)) return true;
    if (frequent.size >= maxPrepared) return false;
    const times = (seen.get(text) ?? 0) + 1;
    seen.delete(text);
    if (times >= frequentFrom) {
      frequent.add(text);
      return true;
    }
    seen.set(text, times);
    if (seen.size > maxWatched) seen.delete(seen.keys().next().value ?? '');
    return false;
  };
}
