import { Gate } from '../../src/policy-api/gate';

/** Work that is over when the test says so. */
function held() {
  const done: { name: string; finish: () => void }[] = [];
  const begin = (name: string) => () =>
    new Promise<string>((resolve) => done.push({ name, finish: () => resolve(name) }));
  return {
    begin,
    begun: () => done.map(({ name }) => name),
    finish: (index: number) => done[index]!.finish(),
  };
}
const turns = () => new Promise(setImmediate);
const { signal } = new AbortController();

test('so many are under way at once; the others follow in their order, also after a failure', async () => {
  const gate = new Gate(2);
  const { begin, begun, finish } = held();
  const failing = gate.pass(() => Promise.reject(new Error('no')), signal);
  const all = ['a', 'b', 'c', 'd'].map((name) => gate.pass(begin(name), signal));
  await expect(failing).rejects.toThrow('no');
  await turns();
  expect(begun()).toEqual(['a', 'b']);
  finish(1);
  await turns();
  expect(begun()).toEqual(['a', 'b', 'c']);
  finish(0);
  await turns();
  finish(2);
  finish(3);
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  // Free places are not lost.
  const after = ['e', 'f', 'g'].map((name) => gate.pass(begin(name), signal));
  await turns();
  expect(begun().slice(4)).toEqual(['e', 'f']);
  finish(4);
  finish(5);
  await turns();
  finish(6);
  await Promise.all(after);
});

test('who gives up while waiting is never let in, and takes nobody’s place', async () => {
  const gate = new Gate(1);
  const { begin, begun, finish } = held();
  const first = gate.pass(begin('first'), signal);
  const gone = new AbortController();
  const waiting = gate.pass(begin('gone'), gone.signal);
  const next = gate.pass(begin('next'), signal);
  gone.abort(new Error('too late'));
  await expect(waiting).rejects.toThrow('too late');
  finish(0);
  await turns();
  expect(begun()).toEqual(['first', 'next']);
  finish(1);
  expect(await Promise.all([first, next])).toEqual(['first', 'next']);
});
