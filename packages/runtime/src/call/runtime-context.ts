import type { AuthCache, AuthFlights } from '../auth/auth-strategy.ts';
import type { DispatcherSource } from '../egress/dispatcher-source.ts';
import type { AnswerCache } from '../http/answer-cache.ts';
import type { CallObserver } from '../observe/call-observer.ts';
import type { RateBudgets } from '../rate/rate-budgets.ts';
import type { Clock, Logger, RuntimeLimits, Sleep } from '../types.ts';

/** What lives as long as the runtime. */
export interface RuntimeContext {
  clock: Clock;
  logger: Logger;
  dispatchers: DispatcherSource;
  rateBudgets: RateBudgets;
  offline: boolean;
  random: () => number;
  sleep: Sleep;
  userAgent: string;
  observe: CallObserver;
  limits: RuntimeLimits;
  authCache: AuthCache;
  authFlights: AuthFlights;
  answerCache: AnswerCache;
  /** Random for each start, so that fingerprints of credentials are of no use elsewhere. */
  salt: string;
}
