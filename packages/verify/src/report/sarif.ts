import { rules } from '../rules.ts';
import type { VerifyReport } from '../verify.ts';

/** The problems as SARIF 2.1.0, which code hosts and editors read. */
export function formatSarif({ problems }: Pick<VerifyReport, 'problems'>): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'patchbay verify',
            rules: rules.map(({ id, title, reason, fix }) => ({
              id,
              shortDescription: { text: title },
              fullDescription: { text: reason },
              help: { text: fix },
            })),
          },
        },
        results: problems.map(({ rule, severity, file, line, message, fix }) => ({
          ruleId: rule,
          level: severity,
          message: { text: `${message}\nFix: ${fix}` },
          locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: line } } }],
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
