/** A browser's part of live pages: what a page says that it shows, and what the stream says of it. */
import type { Person } from '../../support/browser-like';
import { until } from '../../support/harness';

export interface Heard {
  headers: Headers;
  messages: { event: string; data: Record<string, unknown> }[];
  over: boolean;
}

const open: AbortController[] = [];

/** Leaves all streams that were opened. */
export const leaveAll = (): void => open.splice(0).forEach((stream) => stream.abort());

/** Opens a stream and notes what it says. */
export async function listen(url: string): Promise<Heard> {
  const stream = new AbortController();
  open.push(stream);
  const answer = await fetch(url, { signal: stream.signal });
  const heard: Heard = { headers: answer.headers, messages: [], over: false };
  void (async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
        if (event && data) heard.messages.push({ event, data: JSON.parse(data) as Record<string, unknown> });
      }
    }
    heard.over = true;
  })().catch(() => undefined);
  return heard;
}

export const changesIn = ({ messages }: Heard) => messages.filter(({ event }) => event === 'changed');
export const beatsIn = ({ messages }: Heard) => messages.filter(({ event }) => event === 'alive').length;

/** The stream that a page says it follows, and what the page shows. */
export async function pageOf(person: Person, path: string) {
  const { $ } = await person.open(path);
  const of = (part: string) => $('#live').attr(`data-live-${part}`) ?? '';
  const [topic, version] = [of('topic'), of('version')];
  const query = new URLSearchParams({ page: `${topic}@${version}` });
  return { topic, version, text: $('#live').text(), stream: `${of('url')}?${query.toString()}` };
}

interface Place {
  url: string;
  person: Person;
  path: string;
}

/** Opens a page, does something, and resolves when the page is told of it and shows it: soon, or it is not. */
export async function expectTold(
  { url, person, path }: Place,
  act: () => Promise<unknown>,
  shows: (text: string) => boolean,
): Promise<void> {
  const page = await restingPage(person, path);
  const heard = await listen(url + page.stream);
  await until(() => beatsIn(heard) > 1);
  const before = changesIn(heard).length;
  expect(shows((await pageOf(person, path)).text)).toBe(false);
  await act();
  await until(() => changesIn(heard).length > before, 10_000);
  await until(async () => shows((await pageOf(person, path)).text));
}

/** The page once it shows twice the same version. */
async function restingPage(person: Person, path: string) {
  let page = await pageOf(person, path);
  await until(async () => {
    const { version } = page;
    page = await pageOf(person, path);
    return page.version === version;
  });
  return page;
}
