import { parseArgs, type ParseArgsConfig } from 'node:util';
import { flagOf, SANDBOX_SETTINGS, SettingError, settingNames, type Flags } from './settings';

export interface CommandLine {
  /** Settings given as flags. */
  flags: Flags;
  /** Print the address as one line of JSON. */
  json: boolean;
  help: boolean;
}

/**
 * Reads what stands behind the name of the program: a flag for each setting, `--json` and `--help`.
 * @throws SettingError
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const values = parsed(args);
  const flags: Flags = {};
  for (const name of settingNames) {
    const value = values[flagOf(name)];
    if (typeof value === 'string') flags[name] = value;
  }
  return { flags, json: values['json'] === true, help: values['help'] === true };
}

function parsed(args: readonly string[]): Record<string, unknown> {
  const options: NonNullable<ParseArgsConfig['options']> = {
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  };
  for (const name of settingNames) options[flagOf(name)] = { type: 'string' };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const [reason = ''] = (error as Error).message.split(/\.(?: |$)/);
    throw new SettingError(`${reason}. --help lists what there is.`);
  }
}

/** What `--help` prints. */
export function usage(): string {
  const rows = settingNames.map((name) => {
    const { fallback, help } = SANDBOX_SETTINGS[name];
    return [`--${flagOf(name)} …`, `${help} ${name}${fallback && `, else ${fallback}`}.`] as const;
  });
  const all = [
    ...rows,
    ['--json', 'Prints url, api_base_url and api_key as one line of JSON; the log goes to stderr.'],
    ['--help', 'Prints this.'],
  ] as const;
  return [
    'The local sandbox: npm run sandbox -- [flags], or node dist/sandbox/src/main.js [flags]',
    '',
    ...all.map(([flag, help]) => `  ${flag.padEnd(15)}  ${help}`),
    '',
    'Behind each flag stands the setting that it goes before, in the environment or in .env.',
  ].join('\n');
}
