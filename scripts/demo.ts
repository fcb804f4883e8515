/**
 * `npm run demo`: starts the app as `npm start` does, or takes the one that runs already, and presses "Load the demo set"
 * there. What is there already is not lost: then the page says so, and asks.
 */
import { spawn } from 'node:child_process';
import { originOf } from '../lib/hosts';
import { loadEnvFile, readConfig } from '../src/config';
import { readWords, runCommand } from './support/command';
import { loadDemo } from './support/load-demo';

const USAGE = 'npm run demo';

const SECONDS = 120;

/** The address of the app. @throws Error when it does not start */
async function running(): Promise<string> {
  const config = readConfig(loadEnvFile());
  const usual = config.publicUrl ?? originOf(config.host, config.port);
  const answers = await fetch(`${usual}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );
  return answers ? usual : started();
}

function started(): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['start'], { stdio: ['inherit', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      said += chunk.toString();
      const url = /^Onboarding example: (http\S+)$/m.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.on('exit', (code) => {
      process.exitCode = code ?? 1;
      reject(new Error('The app ended.'));
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  });
}

async function main(args: string[]): Promise<void> {
  readWords(USAGE, args, {}, false);
  console.log(await loadDemo(await running(), SECONDS));
}

void runCommand(main);
