/** So many problems of one file are looked into; whoever made more by one mistake reads no more of them. */
const most = 100;

/** The first problems, and how many were left out. */
export function firstProblems<Problem>(problems: readonly Problem[]): { shown: readonly Problem[]; left: number } {
  return { shown: problems.slice(0, most), left: Math.max(0, problems.length - most) };
}
