import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';

const PASSWORD = 'a long pass phrase';
let open: TestApp;
let locked: TestApp;
beforeAll(async () => {
  open = await startApp({ unregistered: true });
  locked = await startApp({ env: { OPERATOR_PASSWORD: PASSWORD }, unregistered: true });
});
afterAll(() => Promise.all([open.stop(), locked.stop()]));

/** The ways on in the header of the current page. */
const ways = ({ page: { $ } }: Person) =>
  $('.pa-site-nav a')
    .toArray()
    .map((link) => $(link).attr('href'));

describe('the page of a failure', () => {
  it('keeps the ways on for an operator', async () => {
    const operator = new Person(open.url);
    await operator.open('/');
    const all = ways(operator);
    expect(all).toEqual(expect.arrayContaining(['/', '/contractors', '/events']));
    expect((await operator.open('/nothing')).status).toBe(404);
    expect(ways(operator)).toEqual(all);

    const signedIn = new Person(locked.url);
    await signedIn.open('/');
    await signedIn.submit('/sign-in', { password: PASSWORD });
    expect((await signedIn.open('/nothing')).status).toBe(404);
    expect(ways(signedIn)).toEqual(all);
  });

  it.each(['/return/unknown/success', '/return/unknown/nothing'])(
    'shows none of them to a contractor: %s',
    async (path) => {
      for (const { url } of [open, locked]) {
        const contractor = new Person(url);
        expect((await contractor.open(path)).status).toBe(404);
        expect(ways(contractor)).toEqual([]);
      }
    },
  );

  it('speaks plainly of what could not be read', async () => {
    const operator = new Person(open.url);
    await operator.open('/');
    const { action, text } = operator.formBody('/onboardings');
    const tooMuch = await operator.post({ action, text: `${text}&more=${'x'.repeat(200_000)}` });
    expect(tooMuch.status).toBe(413);
    expect(tooMuch.text).not.toContain('Payload Too Large');
    const unreadable = await operator.open('/onboardings/%zz');
    expect(unreadable.status).toBe(400);
    expect(operator.page.$('h1').text()).toBe('The request could not be read');
  });
});

describe('the way that an operator is on', () => {
  it('is marked on each page of the area, and as the page itself on one alone', async () => {
    const operator = new Person(open.url);
    const marked = () => {
      const link = operator.page.$('.pa-site-nav [aria-current]');
      return [link.attr('href'), link.attr('aria-current')];
    };
    await operator.open('/');
    expect(marked()).toEqual(['/', 'page']);
    await operator.submit('/onboardings');
    expect(marked()).toEqual(['/', 'true']);
    await operator.open(operator.page.path.replace('/contractor', ''));
    expect(marked()).toEqual(['/', 'true']);
    await operator.open('/events');
    expect(marked()).toEqual(['/events', 'page']);
    await operator.open('/events/0');
    expect(marked()).toEqual(['/events', 'true']);
    await operator.open('/nothing');
    expect(marked()).toEqual([undefined, undefined]);
  });
});
