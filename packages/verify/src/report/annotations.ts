import type { VerifyReport } from '../verify.ts';

/** The problems as annotations of a GitHub workflow: they show beside the lines of a pull request. No token is needed. */
export function formatAnnotations({ problems }: Pick<VerifyReport, 'problems'>): string {
  return problems
    .map(({ rule, severity, file, line, message, why, fix }) => {
      const place = `file=${property(file)},line=${line},title=${property(rule)}`;
      return `::${severity} ${place}::${data(`${message}\nwhy: ${why}\nfix: ${fix}`)}\n`;
    })
    .join('');
}

/** As the workflow commands of GitHub want text: what ends a command, or a property of it, is written out. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
