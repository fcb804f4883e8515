/** Confirming deliveries, with an API of its own ways, and small limits. */
import timers from 'node:timers/promises';
import type { PolicyEvent } from '../../src/policy-api/normalize/event';
import { createConfirmation } from '../../src/webhooks/confirm';
import { ConfirmationAllowance } from '../../src/webhooks/confirm-allowance';
import { namelessKey } from '../../src/webhooks/event';
import { LatestEvents } from '../../src/webhooks/latest-events';

const HOME = '192.0.2.1';

beforeEach(() => {
  jest.useFakeTimers();
  // The pause between two looks at the latest events.
  jest.spyOn(timers, 'setTimeout').mockResolvedValue(undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const anEvent = (id: string | null, created = 1): PolicyEvent => ({
  id,
  type: 'policy.active',
  created,
  resource: { id: 'pl_1' },
  raw: {},
});
const notFound = () => Object.assign(new Error('There is no such event.'), { status: 404, code: null });

/** An API that knows some events, and lists some of them. */
function anApi(known: PolicyEvent[] = [], listed = known) {
  return {
    known,
    getEvent: jest.fn((id: string) => {
      const event = known.find((one) => one.id === id);
      return event ? Promise.resolve(event) : Promise.reject(notFound());
    }),
    listEvents: jest.fn((_params: { limit: number }) => Promise.resolve(listed)),
  };
}

describe('confirming by id', () => {
  const limits = { perNetwork: 2, strangers: 3 };
  const start = (api = anApi([anEvent('ev_real')]), given = limits) => {
    const confirm = createConfirmation(api, given);
    const ask = (id: string | null, from: string | undefined = HOME, key = '') =>
      confirm({ id, namelessKey: key }, from);
    return { api, ask };
  };

  it('gives the event of the API, or says that it knows none', async () => {
    const { api, ask } = start();
    expect(await ask('ev_real')).toEqual({ outcome: 'confirmed', event: anEvent('ev_real') });
    expect(await ask('ev_none')).toEqual({ outcome: 'unknown' });
    expect(api.getEvent.mock.calls).toEqual([['ev_real'], ['ev_none']]);
    expect(api.listEvents).not.toHaveBeenCalled();
  });

  it('asks for nothing that cannot be an id', async () => {
    const { api, ask } = start();
    for (const id of ['', 'x'.repeat(101), 'a/b', 'ev_1?', ' ev_1', 'ev_1\n']) {
      expect([id, await ask(id)]).toEqual([id, { outcome: 'unknown' }]);
    }
    expect(api.getEvent).not.toHaveBeenCalled();
    await ask('x'.repeat(100));
    expect(api.getEvent).toHaveBeenCalledTimes(1);
  });

  it.each<[string, object, object]>([
    ['404', { status: 404, code: 'resource_not_found' }, { outcome: 'unknown' }],
    ['invalid_event_id', { status: 400, code: 'invalid_event_id' }, { outcome: 'unknown' }],
    ['500', { status: 500, code: 'internal_error' }, { outcome: 'unavailable', reason: 'as it said' }],
    ['nothing', { status: null, code: null }, { outcome: 'unavailable', reason: 'as it said' }],
  ])('tells what is unknown from what could not be asked: %s', async (_name, fields, outcome) => {
    const { api, ask } = start();
    api.getEvent.mockRejectedValue(Object.assign(new Error('as it said'), fields));
    expect(await ask('ev_real')).toEqual(outcome);
  });

  it.each([
    ['a fault of ours', new TypeError('x is not a function')],
    ['a failure with a status alone', Object.assign(new Error('no code'), { status: 404 })],
    ['a failure with a code alone', Object.assign(new Error('no status'), { code: 'invalid_event_id' })],
    ['what is no error', { status: 404, code: null }],
  ])('takes %s for no answer of the API', async (_name, failure) => {
    const { api, ask } = start();
    api.getEvent.mockRejectedValue(failure);
    await expect(ask('ev_real')).rejects.toBe(failure);
  });

  it('is limited, and says for how long', async () => {
    const { api, ask } = start();
    await ask('ev_1');
    await ask('ev_2');
    jest.setSystemTime(Date.now() + 15_500);
    expect(await ask('ev_3')).toEqual({ outcome: 'limited', retryAfterSeconds: 45 });
    expect(api.getEvent).toHaveBeenCalledTimes(2);
    expect(api.listEvents).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await ask('ev_3')).toEqual({ outcome: 'unknown' });
  });

  it('still knows beyond the limit what it confirmed before, without a call', async () => {
    const { api, ask } = start(anApi([anEvent('ev_real')], []));
    await ask('ev_real');
    for (const id of ['ev_1', 'ev_2', 'ev_3']) await ask(id);
    api.getEvent.mockClear();
    api.listEvents.mockClear();
    expect(await ask('ev_real')).toEqual({ outcome: 'confirmed', event: anEvent('ev_real') });
    expect([api.getEvent.mock.calls, api.listEvents.mock.calls]).toEqual([[], []]);
  });

  it('remembers the last 500', async () => {
    const many = Array.from({ length: 501 }, (_, at) => anEvent(`ev_${at}`));
    const { api, ask } = start(anApi(many, []));
    for (const { id } of many) await ask(id);
    for (const id of ['ev_x', 'ev_y', 'ev_z']) await ask(id);
    api.getEvent.mockClear();
    expect(await ask('ev_0')).toMatchObject({ outcome: 'limited' });
    expect(await ask('ev_1')).toMatchObject({ outcome: 'confirmed' });
    expect(api.getEvent).not.toHaveBeenCalled();
  });

  it('finds beyond the limit what is among the latest', async () => {
    const { api, ask } = start(anApi([], [anEvent('ev_other'), anEvent('ev_late')]));
    for (const id of ['ev_1', 'ev_2']) await ask(id);
    expect(await ask('ev_late')).toEqual({ outcome: 'confirmed', event: anEvent('ev_late') });
    expect(api.listEvents).toHaveBeenCalledWith({ limit: 100 });
  });

  it('looks for an event without an id among the latest, by its key', async () => {
    const { api, ask } = start(anApi([], [anEvent(null, 1), anEvent(null, 2)]));
    expect(await ask(null, HOME, namelessKey(anEvent(null, 2)))).toEqual({
      outcome: 'confirmed',
      event: anEvent(null, 2),
    });
    expect(await ask(null, HOME, 'another')).toEqual({ outcome: 'unknown' });
    expect(api.getEvent).not.toHaveBeenCalled();
  });
});

describe('the allowance of calls', () => {
  const waits = async (allowance: ConfirmationAllowance, networks: string[]) => {
    const turns = [];
    for (const network of networks) turns.push((await allowance.take(network)).waitSeconds > 0);
    return turns;
  };

  it('is one for each network, and one for all strangers', async () => {
    const allowance = new ConfirmationAllowance({ perNetwork: 2, strangers: 3 });
    expect(await waits(allowance, ['a', 'a', 'a', 'b', 'b', 'c'])).toEqual([
      ...[false, false, true, false, true, true],
    ]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await waits(allowance, ['a', 'b'])).toEqual([false, false]);
  });

  it('is given back by what was real, and strangers cost its network nothing from then on', async () => {
    const allowance = new ConfirmationAllowance({ perNetwork: 2, strangers: 2 });
    for (let round = 0; round < 5; round += 1) {
      const turn = await allowance.take('real');
      expect(turn.waitSeconds).toBe(0);
      await turn.giveBack();
    }
    expect(await waits(allowance, ['a', 'b', 'c'])).toEqual([false, false, true]);
    expect(await waits(allowance, ['real', 'real', 'real'])).toEqual([false, false, true]);
  });

  it('says to wait a second at least, and a minute at most', async () => {
    const allowance = new ConfirmationAllowance({ perNetwork: 1, strangers: 9 });
    await allowance.take('a');
    expect((await allowance.take('a')).waitSeconds).toBe(60);
    jest.setSystemTime(Date.now() + 59_999);
    expect((await allowance.take('a')).waitSeconds).toBe(1);
  });

  it('knows the last hundred networks that sent something real', async () => {
    const allowance = new ConfirmationAllowance({ perNetwork: 9, strangers: 1 });
    for (let at = 0; at <= 100; at += 1) await (await allowance.take(`n${at}`)).giveBack();
    await allowance.take('stranger');
    expect(await waits(allowance, ['n0', 'n1', 'n100'])).toEqual([true, false, false]);
  });
});

describe('the latest events', () => {
  it('are read once for all who wait, and once a second at most', async () => {
    const pauses: unknown[] = [];
    jest.spyOn(timers, 'setTimeout').mockImplementation((ms) => {
      pauses.push(ms);
      return Promise.resolve(undefined as never);
    });
    let now = 5_000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const api = anApi([anEvent('ev_1')]);
    const latest = new LatestEvents(api);
    const answers = await Promise.all([latest.read(), latest.read(), latest.read()]);
    expect(answers).toEqual([api.known, api.known, api.known]);
    expect(api.listEvents.mock.calls).toEqual([[{ limit: 100 }]]);
    now += 400;
    await latest.read();
    now += 10_000;
    await latest.read();
    expect(pauses).toEqual([0, 600, 0]);
    expect(api.listEvents).toHaveBeenCalledTimes(3);
  });

  it('are read anew for whoever comes while they are being read, and after a failure', async () => {
    const api = anApi();
    const latest = new LatestEvents(api);
    let fail = (_error: Error) => {};
    api.listEvents.mockReturnValueOnce(new Promise((_resolve, reject) => (fail = reject)));
    const first = latest.read();
    await jest.advanceTimersByTimeAsync(0);
    const second = latest.read();
    fail(new Error('down'));
    await expect(first).rejects.toThrow('down');
    expect(await second).toEqual([]);
    expect(api.listEvents).toHaveBeenCalledTimes(2);
  });
});
