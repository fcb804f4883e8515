import { control } from '../../sandbox/test/support/control';
import { Person } from '../support/browser-like';
import { startApp, until } from '../support/harness';
import { walkTo } from '../support/walk';

describe('the setting TEN99POLICY_WEBHOOK_SCHEME', () => {
  it.each([
    ['standard-webhooks', 'standard-webhooks'],
    ['hmac', 'body'],
  ])('%s takes deliveries that the sandbox signs so', async (setting, scheme) => {
    const environment = 'sandbox';
    const running = await startApp({ environment, env: { TEN99POLICY_WEBHOOK_SCHEME: setting } });
    try {
      const { body } = await control(running.sandbox, 'GET', '/webhook-endpoints');
      const [{ id }] = body as [{ id: string }];
      await control(running.sandbox, 'PUT', `/webhook-endpoints/${id}`, { scheme });
      const operator = new Person(running.url);
      const onboarding = await walkTo(operator, 'application');
      await operator.submit(`${onboarding}/application`);
      const kept = () => running.made.database.sql.selectFrom('events').selectAll().execute();
      await until(async () => (await kept()).length > 0);
      expect((await kept())[0]).toMatchObject({
        type: 'application.created',
        verified: 'signature',
        deliveries: 1,
      });
    } finally {
      await running.stop();
    }
  });
});
