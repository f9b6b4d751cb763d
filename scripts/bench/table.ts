/** Prints a Markdown table below a title. */
export function print(title: string, head: string[], rows: string[][]): void {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const text = [`\n### ${title}\n`, line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join(
    '\n',
  );
  process.stdout.write(`${text}\n`);
}
