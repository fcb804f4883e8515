/** Every setting of the sandbox, once: the program, its flags, `--help`, the README and `.env.example` read it here. */
import path from 'node:path';
import { readEnvFile } from '../../lib/env-file';
import { readFolder } from '../../lib/folder-setting';
import { isHostWithPort } from '../../lib/hosts';
import { isLogLevel, LOG_LEVELS } from '../../lib/logger';
import { StartError } from '../../lib/start-error';
import { PROJECT_ROOT } from '../../lib/project-root';

export interface Setting<Value> {
  /** What it is when left out. */
  fallback: string;
  help: string;
  /** What is to be given instead of what cannot be used. */
  give: string;
  /** Undefined for what cannot be used. */
  read: (text: string) => Value | undefined;
}

const setting = <Value>(row: Setting<Value>): Setting<Value> => row;

const listOf =
  (isGood: (text: string) => boolean) =>
  (text: string): string[] | undefined => {
    const list = text.split(/[\s,]+/).filter(Boolean);
    return list.every(isGood) ? list : undefined;
  };

/** As browsers write it: without a path, and in lower case. */
const isOrigin = (text: string): boolean =>
  /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;

export const SANDBOX_SETTINGS = {
  SANDBOX_HOST: setting({
    fallback: '127.0.0.1',
    help: 'Address it listens on; 0.0.0.0 for all of them, as in a container. Whoever reaches it sees all it holds.',
    give: 'a host name or address, e.g. 0.0.0.0',
    read: (text) => (/^[\w.:-]+$/.test(text) ? text : undefined),
  }),
  SANDBOX_PORT: setting({
    fallback: '4010',
    help: 'Port it listens on; 0 for any free one.',
    give: 'a port number, e.g. 4010',
    read: (text) => (/^\d+$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined),
  }),
  SANDBOX_HOSTS: setting({
    fallback: '',
    help: 'Other host names that it answers to, separated by commas, such as the one that containers use.',
    give: 'host names, separated by commas, e.g. host.docker.internal',
    read: listOf(isHostWithPort),
  }),
  SANDBOX_RETURN_HOSTS: setting({
    fallback: '',
    help: 'Hosts that payment sessions may lead back to, besides those set on its page; the app adds its own.',
    give: 'host names, separated by commas, e.g. app.example.com',
    read: listOf(isHostWithPort),
  }),
  SANDBOX_PLATFORM: setting({
    fallback: '',
    help: 'Name of the platform that sends contractors to its hosted pages, as those call it; the app tells its own.',
    give: 'a name of at most 100 characters, e.g. Acme Staffing',
    read: (text) => (text.length <= 100 ? text : undefined),
  }),
  SANDBOX_PUBLIC_URL: setting({
    fallback: '',
    help: 'How browsers reach it, for the links in its answers. By default at the address it listens on.',
    give: 'the address of a site, e.g. http://localhost:4010',
    read: (text) => (text === '' || /^https?:\/\/[^/?#]+\/?$/.test(text) ? text : undefined),
  }),
  SANDBOX_CORS: setting({
    fallback: '',
    help: 'Origins whose pages may call the API, separated by commas; * for every one. By default none may.',
    give: 'origins, separated by commas, e.g. http://localhost:5173, or *',
    read: listOf((text) => text === '*' || isOrigin(text)),
  }),
  SANDBOX_STATE: setting({
    fallback: 'disk',
    help: 'disk keeps everything in DATA_DIR; memory forgets it when the program ends, and writes no file.',
    give: 'disk or memory',
    read: (text) => (text === 'disk' || text === 'memory' ? text : undefined),
  }),
  SANDBOX_SEED: setting({
    fallback: '',
    help: 'With it ids are the same for the same calls, and the clock stands until it is moved. For a sandbox that holds nothing yet.',
    give: 'text of at most 100 letters, e.g. demo',
    read: (text) => (text.length <= 100 ? text : undefined),
  }),
  DATA_DIR: setting({
    fallback: './data',
    help: 'Folder that its own folder is in, relative to the project’s.',
    give: 'the path of a folder, e.g. ./data; variables and ~name mean something to a shell alone',
    read: (text) => {
      const read = readFolder(text, PROJECT_ROOT);
      return 'folder' in read ? path.join(read.folder, 'sandbox') : undefined;
    },
  }),
  LOG_LEVEL: setting({
    fallback: 'info',
    help: 'fatal, error, warn, info, debug or silent.',
    give: `one of ${LOG_LEVELS.join(', ')}`,
    read: (text) => (isLogLevel(text) ? text : undefined),
  }),
};

export type SandboxSettingName = keyof typeof SANDBOX_SETTINGS;

export const settingNames = Object.keys(SANDBOX_SETTINGS) as SandboxSettingName[];

/** The flag that sets it for one run, such as `host` for SANDBOX_HOST. */
export const flagOf = (name: SandboxSettingName): string =>
  name
    .replace(/^SANDBOX_/, '')
    .toLowerCase()
    .replaceAll('_', '-');

/** Thrown when a setting cannot be used; the message names it and shows an example. */
export class SettingError extends StartError {}

/**
 * Reads `.env` of the project's folder into the environment. Variables that are set already win.
 * @throws EnvFileError
 */
export function loadEnvFile(): NodeJS.ProcessEnv {
  const values = readEnvFile(path.join(PROJECT_ROOT, '.env'), (name) => name === 'DATA_DIR');
  for (const [name, value] of Object.entries(values)) process.env[name] ??= value;
  return process.env;
}

export type Flags = Partial<Record<SandboxSettingName, string>>;
export type SandboxSettings = ReturnType<typeof readSandboxSettings>;

/**
 * Reads the settings from the environment; flags win.
 * @throws SettingError
 */
export function readSandboxSettings(env: NodeJS.ProcessEnv, flags: Flags = {}) {
  const valueOf = <Name extends SandboxSettingName>(name: Name) => {
    const { fallback, give, read } = SANDBOX_SETTINGS[name] as Setting<Value<Name>>;
    const text = (flags[name] ?? env[name] ?? '').trim() || fallback;
    const value = read(text);
    if (value !== undefined) return value;
    const label = flags[name] === undefined ? name : `--${flagOf(name)}`;
    throw new SettingError(`${label} is ${JSON.stringify(text)}: give ${give}.`);
  };
  const inMemory = valueOf('SANDBOX_STATE') === 'memory';
  return {
    host: valueOf('SANDBOX_HOST'),
    port: valueOf('SANDBOX_PORT'),
    /** Names that it answers to besides those of this machine. */
    otherHosts: valueOf('SANDBOX_HOSTS'),
    cors: valueOf('SANDBOX_CORS'),
    returnHosts: valueOf('SANDBOX_RETURN_HOSTS'),
    platform: valueOf('SANDBOX_PLATFORM') || undefined,
    publicUrl: valueOf('SANDBOX_PUBLIC_URL') || undefined,
    /** Undefined when everything is kept in memory. */
    dataDir: inMemory ? undefined : valueOf('DATA_DIR'),
    seed: valueOf('SANDBOX_SEED') || undefined,
    logLevel: valueOf('LOG_LEVEL'),
    /** Whether a script of npm runs the sandbox. */
    isRunByNpm: env['npm_lifecycle_event'] !== undefined,
  };
}

type Value<Name extends SandboxSettingName> =
  (typeof SANDBOX_SETTINGS)[Name] extends Setting<infer Of> ? Of : never;
