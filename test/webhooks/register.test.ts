/** Registering an endpoint, with an API of its own ways. */
import { registerWebhook, type RegisterOptions } from '../../src/webhooks/register';

const URL = 'https://platform.example/webhooks/1099policy';
const SECRET = 'whsec_of_an_endpoint';
const endpoint = (id: string, url = URL) => ({ id, url, secret: SECRET as string | null });
type Endpoint = ReturnType<typeof endpoint>;

/** An API that has some endpoints, newest first, and makes one for each key. */
function anApi(endpoints: Endpoint[] = []) {
  const keys: string[] = [];
  return {
    endpoints,
    keys,
    listWebhookEndpoints: jest.fn(
      ({ limit, startingAfter }: { limit: number; startingAfter?: string | undefined }) => {
        const from =
          startingAfter === undefined ? 0 : endpoints.findIndex(({ id }) => id === startingAfter) + 1;
        return Promise.resolve(endpoints.slice(from, from + limit));
      },
    ),
    createWebhookEndpoint: jest.fn((input: { url: string }, key: string) => {
      const made = endpoint(`whe_${keys.push(key)}`, input.url);
      endpoints.unshift(made);
      return Promise.resolve(made);
    }),
    getWebhookEndpoint: jest.fn((id: string) => Promise.resolve(endpoints.find((one) => one.id === id)!)),
  };
}

const register = async (api: ReturnType<typeof anApi>, more: Partial<RegisterOptions> = {}) => {
  const learned: string[] = [];
  const made = await registerWebhook(api, { url: URL, remember: (one) => void learned.push(one), ...more });
  return { made, learned };
};
const others = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => endpoint(`whe_other${from + at}`, 'https://elsewhere.example'));
const outage = (status: unknown = 500) => Object.assign(new Error('The API is down.'), { status });

describe('an endpoint', () => {
  it('is made where there is none, with what was asked for', async () => {
    const api = anApi(others(1));
    const { made, learned } = await register(api, { events: ['policy.active'], description: 'Ours' });
    expect(made).toEqual({ id: 'whe_1', secret: SECRET, others: [] });
    expect(learned).toEqual([SECRET]);
    expect(api.createWebhookEndpoint).toHaveBeenCalledWith(
      { url: URL, events: ['policy.active'], description: 'Ours' },
      expect.stringMatching(/^[\da-f]{64}$/),
    );
  });

  it('is made with one key for each URL, whichever process asks', async () => {
    const [one, same, other] = [anApi(), anApi(), anApi()];
    await register(one);
    await register(same);
    await register(other, { url: `${URL}/other` });
    expect(same.keys).toEqual(one.keys);
    expect(other.keys).not.toEqual(one.keys);
  });

  it('that is there is taken, and its secret asked for by itself', async () => {
    const api = anApi([{ ...endpoint('whe_here'), secret: null }]);
    api.getWebhookEndpoint.mockResolvedValue(endpoint('whe_here'));
    expect((await register(api)).learned).toEqual([SECRET]);
    expect(api.getWebhookEndpoint.mock.calls).toEqual([['whe_here']]);
    expect(api.createWebhookEndpoint).not.toHaveBeenCalled();
  });

  it('may keep its secret to itself', async () => {
    const { made, learned } = await register(anApi([{ ...endpoint('whe_here'), secret: null }]));
    expect(made.secret).toBeNull();
    expect(learned).toEqual([]);
  });

  it('is known before its secret was remembered at the earliest', async () => {
    const order: string[] = [];
    const remember = async () => {
      await new Promise(setImmediate);
      order.push('remembered');
    };
    await registerWebhook(anApi(), { url: URL, remember }).then(() => order.push('registered'));
    expect(order).toEqual(['remembered', 'registered']);
  });

  it('is the oldest of all pages', async () => {
    const api = anApi([
      endpoint('whe_c'),
      ...others(98),
      endpoint('whe_b'),
      ...others(99, 98),
      endpoint('whe_a'),
    ]);
    expect((await register(api)).made).toEqual({ id: 'whe_a', secret: SECRET, others: ['whe_b', 'whe_c'] });
    expect(api.listWebhookEndpoints.mock.calls).toEqual([
      [{ limit: 100, startingAfter: undefined }],
      [{ limit: 100, startingAfter: 'whe_b' }],
      [{ limit: 100, startingAfter: 'whe_a' }],
    ]);
  });

  it('is found where lists begin anew each time', async () => {
    const page = [endpoint('whe_new'), ...others(98), endpoint('whe_old')];
    const api = anApi(page);
    api.listWebhookEndpoints.mockImplementation(() => Promise.resolve(page));
    expect((await register(api)).made).toEqual({ id: 'whe_old', secret: SECRET, others: ['whe_new'] });
    expect(api.listWebhookEndpoints).toHaveBeenCalledTimes(2);
  });
});

describe('making an endpoint', () => {
  it('is tried again with another key when its key brings back what is gone', async () => {
    const api = anApi();
    api.createWebhookEndpoint.mockResolvedValueOnce(endpoint('whe_gone'));
    const { made } = await register(api, { newKey: () => 'another' });
    expect(made.id).toBe('whe_1');
    expect(api.keys).toEqual(['another']);
    expect(api.createWebhookEndpoint).toHaveBeenCalledTimes(2);
  });

  it('makes a key by itself, and another each time', async () => {
    const keys = [];
    for (let round = 0; round < 2; round += 1) {
      const api = anApi();
      api.createWebhookEndpoint.mockResolvedValueOnce(endpoint('whe_gone'));
      await register(api);
      keys.push(...api.keys);
    }
    expect(keys).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), expect.stringMatching(/^[\da-f-]{36}$/)]);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it.each([500, 503])(
    'is tried again with another key when its key brings back a failure: %d',
    async (status) => {
      const api = anApi();
      api.createWebhookEndpoint.mockRejectedValueOnce(outage(status));
      expect((await register(api)).made.id).toBe('whe_1');
    },
  );

  it('has worked when the endpoint is there, whatever was answered', async () => {
    const api = anApi();
    api.createWebhookEndpoint.mockImplementation(({ url }) => {
      api.endpoints.unshift(endpoint('whe_made', url));
      return Promise.reject(outage());
    });
    expect((await register(api)).made.id).toBe('whe_made');
    expect(api.createWebhookEndpoint).toHaveBeenCalledTimes(1);

    const late = anApi();
    late.createWebhookEndpoint.mockRejectedValueOnce(outage()).mockImplementation(({ url }) => {
      late.endpoints.unshift(endpoint('whe_made', url));
      return Promise.reject(outage());
    });
    expect((await register(late)).made.id).toBe('whe_made');
  });

  it('says what the API said when it fails both times', async () => {
    const api = anApi();
    const failure = outage();
    api.createWebhookEndpoint.mockRejectedValueOnce(outage()).mockRejectedValue(failure);
    await expect(register(api)).rejects.toBe(failure);
    expect(api.createWebhookEndpoint).toHaveBeenCalledTimes(2);
  });

  it.each([[499], [400], [null], ['500']])(
    'says at once what another key would not change: %j',
    async (status) => {
      const api = anApi();
      const failure = outage(status);
      api.createWebhookEndpoint.mockRejectedValue(failure);
      await expect(register(api)).rejects.toBe(failure);
      expect(api.createWebhookEndpoint).toHaveBeenCalledTimes(1);
    },
  );

  it('says at once what is no failure of the API', async () => {
    const api = anApi();
    const failure = new TypeError('x is not a function');
    api.createWebhookEndpoint.mockRejectedValue(failure);
    await expect(register(api)).rejects.toBe(failure);
    expect(api.createWebhookEndpoint).toHaveBeenCalledTimes(1);
  });

  it('says so when the API never lists what it made', async () => {
    const api = anApi();
    api.createWebhookEndpoint.mockResolvedValue(endpoint('whe_hidden'));
    await expect(register(api)).rejects.toThrow('the API does not list the endpoint that it made');
  });
});
