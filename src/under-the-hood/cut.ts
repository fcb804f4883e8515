/** Long answers are kept in part. */
import { counted } from '../../lib/counted';

/** A long list says nothing more after a page or two; of one object each field may be looked for. */
const LIST_SHOWN = 2500;
const OBJECT_SHOWN = 10_000;

const NOTE = /\n… [\d,]+ more characters? (?:is|are) left out here$/;

/** JSON as text, cut where it is long. */
export function shortened(body: unknown): string {
  const text = JSON.stringify(body, null, 2);
  const shown = Array.isArray(body) ? LIST_SHOWN : OBJECT_SHOWN;
  const left = text.length - shown;
  return left <= 0
    ? text
    : `${text.slice(0, shown)}\n… ${counted(left, 'more character is', 'more characters are')} left out here`;
}

/** What such a text says, without what was left out; null where it is no JSON. */
export function readShortened(text: string): unknown {
  try {
    return JSON.parse(NOTE.test(text) ? closed(text.replace(NOTE, '')) : text);
  } catch {
    return null;
  }
}

/** Ends what a cut left open. Each line of the text is a value, or opens or closes one; the last was cut. */
function closed(text: string): string {
  const lines = text.split('\n').slice(0, -1);
  const open: string[] = [];
  for (const line of lines) {
    if (/[{[]$/.test(line)) open.push(line.endsWith('{') ? '}' : ']');
    else if (/^\s*[}\]],?$/.test(line)) open.pop();
  }
  return lines.join('\n').replace(/,$/, '') + open.reverse().join('');
}
