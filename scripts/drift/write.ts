import { counted } from '../../lib/counted';
import { inWords, type Report } from './report';

/** The report as text for a terminal. */
export function asText(report: Report): string {
  const lines = report.differences.map(
    (one) =>
      `  ${one.place}\n    ${inWords(one)}${one.is_guess ? ' (a guess of the document)' : ''}\n    in ${one.operations.join(', ')}`,
  );
  const failures = report.failures.map(({ operation, cause, fix }) => `  ${operation}: ${cause}\n    ${fix}`);
  const leftOut = report.left_out.map(({ operation, reason }) => `  ${operation}: ${reason}`);
  return [
    ...section('Different from the document', lines),
    ...section('Not to be had', failures),
    ...section('Not looked at', leftOut),
    summary(report),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines, ''];

/** One line that says it all. */
export function summary({ differences, same, failures }: Report): string {
  const attributes = `${counted(same.attributes, 'attribute')} the same`;
  const operations = `${counted(same.operations.length, 'operation')} as documented`;
  const failed = failures.length === 0 ? '' : `, ${counted(failures.length, 'failed call')}`;
  return `${counted(differences.length, 'difference')}; ${attributes}, ${operations}${failed}.`;
}

const cell = (text: string) => text.replaceAll('|', '\\|');
const row = (...cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly string[]) =>
  rows.length === 0 ? ['None.'] : [row(...head), row(...head.map(() => '---')), ...rows];

/** The report as Markdown. */
export function asMarkdown(report: Report): string {
  const differences = report.differences.map((one) =>
    row(`\`${one.place}\``, inWords(one), one.is_guess ? 'yes' : '', one.operations.join(', ')),
  );
  const failures = report.failures.map(({ operation, cause, fix }) => row(operation, cause, fix));
  return [
    ...['# Does the sandbox still fit the API?', '', summary(report), ''],
    ...['## Different', '', ...table(['place', 'what', 'guessed', 'seen in'], differences), ''],
    ...['## Failed', '', ...table(['operation', 'cause', 'fix'], failures), ''],
    ...['## The same', '', report.same.operations.join(', ') || 'None.', ''],
    ...['## Not looked at', ''],
    ...table(
      ['operation', 'why'],
      report.left_out.map(({ operation, reason }) => row(operation, reason)),
    ),
    '',
  ].join('\n');
}
