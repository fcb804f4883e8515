/** The installation that the settings describe, for scripts that look at it from beside the running app. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isLoopbackHost, originOf } from '../../lib/hosts';
import { apiInUse } from '../../src/api-in-use';
import type { Config } from '../../src/config';
import { paths } from '../../src/paths';
import type { Database } from '../../src/store/database';
import { openEmbedded } from '../../src/store/embedded';
import { openPostgres } from '../../src/store/postgres';
import { schemesInUse } from '../../src/webhooks/schemes/chosen';

/** The local sandbox takes any test key. */
const LOCAL_KEY = 't9k_test_of_a_script_beside_the_app';

/** The API, where the app is, and how deliveries to it are signed. End `api` after use. */
export function installationOf(config: Config) {
  const origin = originOf('127.0.0.1', config.sandboxPort);
  const sandbox = config.api.key === null ? { url: origin, apiKey: LOCAL_KEY } : null;
  const { api, place, settings } = apiInUse(config.api, sandbox);
  const publicUrl = config.publicUrl ?? originOf(config.host, config.port);
  return {
    api,
    apiBase: settings.baseUrl,
    isLocal: isLoopbackHost(new URL(settings.baseUrl).hostname),
    webhookUrl: `${publicUrl}${paths.webhook}`,
    schemes: schemesInUse(config.webhooks.schemes, place),
  };
}

/** The database of the settings as it is, beside an app that may use it; null while there is none. */
export function openDatabase({ databaseUrl, dataDir, ...place }: Config): Database | null {
  if (databaseUrl !== null) return openPostgres(databaseUrl, place);
  const file = path.join(dataDir, 'app.sqlite');
  return existsSync(file) ? openEmbedded(file, place) : null;
}
