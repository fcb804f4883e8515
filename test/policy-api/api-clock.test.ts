import { ApiClock } from '../../src/policy-api/api-clock';

const START = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;

let ours: number;
let clock: ApiClock;
beforeEach(() => {
  ours = START;
  clock = new ApiClock(() => ours);
});

describe('the clock of the API', () => {
  it('is ours until an answer tells otherwise, and goes on from there', () => {
    expect([clock.now(), clock.isTold]).toEqual([START, false]);
    clock.see({ status: 200, apiTime: START + 40 * DAY });
    expect([clock.now(), clock.isTold]).toEqual([START + 40 * DAY, true]);
    ours += 5_000;
    expect(clock.now()).toBe(START + 40 * DAY + 5_000);
    clock.see({ status: 500, apiTime: ours });
    expect(clock.now()).toBe(ours);
  });

  it.each([
    ['a second behind', -1_000, 0],
    ['just under a minute ahead', 59_999, 0],
    ['just under a minute behind', -59_999, 0],
    ['a minute ahead', 60_000, 60_000],
    ['a minute behind', -60_000, -60_000],
  ])('%s counts as far as %d ms make it', (_name, ahead, counted) => {
    clock.see({ status: 200, apiTime: START + ahead });
    expect(clock.now() - START).toBe(counted);
  });

  it('shows no less than when something happened there, until an answer tells it', () => {
    clock.reached(START - DAY);
    clock.reached(START + 59_000);
    expect(clock.now()).toBe(START);
    clock.reached(START + DAY);
    clock.reached(START + DAY - 5_000);
    expect([clock.now(), clock.isTold]).toEqual([START + DAY, false]);
    clock.see({ status: 200, apiTime: START - 40 * DAY });
    clock.reached(START - 41 * DAY);
    expect(clock.now()).toBe(START - 40 * DAY);
  });

  it('is left as it is known by an answer without a time, and by none', () => {
    clock.see({ status: 200, apiTime: START + DAY });
    clock.see({ status: 200, apiTime: null });
    clock.see({ status: null, apiTime: null });
    expect(clock.now()).toBe(START + DAY);
  });

  it('is told for a minute by any answer, but not by a call that had none', () => {
    clock.see({ status: null, apiTime: null });
    expect(clock.isTold).toBe(false);
    clock.see({ status: 404, apiTime: null });
    ours += 59_999;
    expect(clock.isTold).toBe(true);
    ours += 1;
    expect(clock.isTold).toBe(false);
  });
});
