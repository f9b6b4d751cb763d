/** A run that waits, as far as its turn is concerned. */
export interface WaitingRun {
  runId: string;
  organizationId: string;
  providerSlug: string;
}

export interface TurnLimits {
  /** Syncs of one organization, and of one provider, this process does at a time. */
  perOrganization: number;
  perProvider: number;
}

/** Who is served when in this process. */
export interface Turns {
  /**
   * Of what waits, what is to begin now; null when nothing may. Organizations take turns, and within one its providers: whoever was
   * served longest ago comes first. Calling it keeps the place until `end`.
   */
  begin(waiting: readonly WaitingRun[]): { run: WaitingRun; end(): void } | null;
  /** Of what waits, what could begin now: what has not, and whose organization and provider have a place left. */
  eligible(waiting: readonly WaitingRun[]): WaitingRun[];
}

/** How many organizations and providers are remembered; whoever was forgotten counts as never served. */
const remembered = 10_000;

/** Keeps one busy organization, or one slow provider, from taking all places of this process. */
export function createTurns({ perOrganization, perProvider }: TurnLimits): Turns {
  const organizations = createCounter();
  const providers = createCounter();
  const pairs = createCounter();
  const begun = new Set<string>();

  const pairOf = (run: WaitingRun) => `${run.organizationId} ${run.providerSlug}`;

  const eligible = (waiting: readonly WaitingRun[]) =>
    waiting.filter(
      (run) =>
        !begun.has(run.runId) &&
        organizations.active(run.organizationId) < perOrganization &&
        providers.active(run.providerSlug) < perProvider,
    );

  function choose(waiting: readonly WaitingRun[]): WaitingRun | null {
    let best: { run: WaitingRun; turn: readonly [number, number] } | null = null;
    for (const run of eligible(waiting)) {
      const turn = [organizations.servedAt(run.organizationId), pairs.servedAt(pairOf(run))] as const;
      // Among equals the first of the list, which is the oldest.
      if (!best || turn[0] < best.turn[0] || (turn[0] === best.turn[0] && turn[1] < best.turn[1])) best = { run, turn };
    }
    return best?.run ?? null;
  }

  return {
    eligible,
    begin(waiting) {
      const run = choose(waiting);
      if (!run) return null;
      const ends = [
        organizations.begin(run.organizationId),
        providers.begin(run.providerSlug),
        pairs.begin(pairOf(run)),
      ];
      begun.add(run.runId);
      return {
        run,
        end() {
          begun.delete(run.runId);
          for (const end of ends) end();
        },
      };
    },
  };
}

/** Counts what is under way by name, and remembers in which order names were served. */
function createCounter() {
  const counts = new Map<string, number>();
  const served = new Map<string, number>();
  let turn = 0;
  return {
    active: (name: string) => counts.get(name) ?? 0,
    servedAt: (name: string) => served.get(name) ?? 0,
    begin(name: string): () => void {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      served.delete(name);
      served.set(name, ++turn);
      if (served.size > remembered) served.delete(served.keys().next().value ?? '');
      return () => {
        const left = (counts.get(name) ?? 1) - 1;
        if (left > 0) counts.set(name, left);
        else counts.delete(name);
      };
    },
  };
}
