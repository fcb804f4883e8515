/** A program of ours beside this one, as a child process: both ends of what they tell each other. */
import { fork } from 'node:child_process';
import { StartError } from './start-error';

/** What a child tells its parent: that it is ready, and why it ends. */
interface Report<Ready> {
  ready?: Ready;
  failed?: string;
}

/** What a parent tells its child. That the parent is gone, the child sees by the channel between them. */
const STOP = 'stop';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A child that was told to stop, and has not by then, is ended. */
const STOP_MS = 500;

export interface ChildOptions<Ready> {
  /** Shown in messages, such as `The local sandbox`. */
  name: string;
  /** The JavaScript or TypeScript file to run. */
  file: string;
  /** Its environment. `before` is what it said when it was ready first; null at its first start. */
  env: (before: Ready | null) => NodeJS.ProcessEnv;
  /** Told each time it is ready, with its process id. */
  onReady: (ready: Ready, pid: number | undefined) => void;
  /** Told why it ended, and in how many seconds it is started again. */
  onEnd: (reason: string, seconds: number) => void;
}

export interface ChildProgram<Ready> {
  ready: Ready;
  stop(): Promise<void>;
}

/**
 * Starts the child and waits until it is ready. When it ends later it is started again, after a pause that doubles from
 * half a second to 30 seconds.
 * @throws StartError when it ends before it is ready for the first time
 */
export async function startChild<Ready>(options: ChildOptions<Ready>): Promise<ChildProgram<Ready>> {
  let run = launch(options, null);
  const ready = await run.ready;
  let pause = FIRST_PAUSE_MS;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;

  function startAgainAtItsEnd(): void {
    const began = performance.now();
    void run.ended.then((reason) => {
      if (stopping) return;
      if (performance.now() - began > LONGEST_PAUSE_MS) pause = FIRST_PAUSE_MS;
      options.onEnd(reason, pause / 1000);
      timer = setTimeout(() => {
        run = launch(options, ready);
        startAgainAtItsEnd();
      }, pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    });
  }
  startAgainAtItsEnd();
  return {
    ready,
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await run.stop();
    },
  };
}

/** One life of a child. */
function launch<Ready>({ name, file, env, onReady }: ChildOptions<Ready>, before: Ready | null) {
  const child = fork(file, {
    env: env(before),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Two programs cannot be debugged on one port.
    execArgv: process.execArgv.filter((argument) => !argument.startsWith('--inspect')),
  });
  let failure: string | null = null;
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(failure ?? signal ?? `exit code ${code}`));
  });
  const ready = new Promise<Ready>((resolve, reject) => {
    child.on('message', (report: Report<Ready>) => {
      failure = report.failed ?? null;
      if (report.ready === undefined) return;
      onReady(report.ready, child.pid);
      resolve(report.ready);
    });
    void ended.then((reason) => reject(new StartError(failure ?? `${name} did not start: ${reason}.`)));
  });
  // At a later start nobody waits for it.
  ready.catch(() => undefined);
  return {
    ready,
    ended,
    stop: async () => {
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      if (child.connected) child.send(STOP, () => undefined);
      await ended;
      clearTimeout(timer);
    },
  };
}

/**
 * Runs this process as such a child. It stops when its parent says so, and ends when its parent is gone, however that
 * ended. Signals to the whole group, as a terminal sends them, are the parent's business.
 */
export async function runAsChild<Ready>(start: () => Promise<ChildProgram<Ready>>): Promise<void> {
  const report = (said: Report<Ready>, then?: () => void) => process.send?.(said, () => then?.());
  const fail = (error: unknown) => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    report({ failed: error instanceof StartError ? message : (stack ?? message) }, () => process.exit(1));
  };
  process.on('disconnect', () => process.exit());
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  try {
    const program = await start();
    let ending: Promise<void> | undefined;
    const end = () => void (ending ??= program.stop().then(() => process.exit(), fail));
    process.on('SIGTERM', end).on('message', (message) => void (message === STOP && end()));
    report({ ready: program.ready });
  } catch (error) {
    fail(error);
  }
}
