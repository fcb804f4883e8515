/** What the menu shows: the same as a page of its own, and in the header. */
import { day } from '../lib/dates';
import { view } from '../pages/view';
import type { SandboxClock, SandboxControl } from './control';
import type { Progress } from './data/loader';
import { faultWords, PRESETS } from './faults';
import type { DemoPaths } from './paths';
import { DemoProblem } from './problem';
import type { Scenario } from './scenario';
import { SCENARIOS } from './scenarios/all';

export interface MenuView {
  scenarios: ReturnType<typeof cardOf>[];
  /** What the sandbox says; null while it does not answer, with the reason. */
  sandbox: { clock: ClockView; faults: string[] } | null;
  problem: string | null;
  /** How far the demo set is loaded, while it is. */
  progress: Progress | null;
  /** How far a press can move the clock. */
  steps: readonly { value: string; text: string }[];
  presets: readonly { name: string; text: string }[];
  actions: DemoPaths;
  links: readonly { text: string; href: string }[];
}
export const menuView = view<MenuView>('demo/page');

interface ClockView {
  now: string;
  /** Whether it shows real time, and what happens next. */
  about: string;
  /** What is wrong with it, and what mends that; null: nothing. */
  problem: string | null;
}

/** How far a press moves the clock. */
export const CLOCK_STEPS: readonly { value: string; text: string; by: string | null }[] = [
  { value: 'day', text: '+1 day', by: '1d' },
  { value: 'month', text: '+30 days', by: '30d' },
  { value: 'next', text: 'To what comes next', by: null },
  { value: 'real', text: 'To real time', by: null },
];

/** What a card or a line of the menu shows of a scenario. */
export const cardOf = (scenario: Scenario, actions: DemoPaths) => {
  const { name, title, brief, about, say, tone, seconds } = scenario;
  return { name, title, brief, about, say, tone, seconds, action: actions.scenario(name) };
};

export async function menuModel(
  sandbox: SandboxControl,
  actions: DemoPaths,
  progress: Progress | null,
): Promise<MenuView> {
  return {
    ...(await ask(sandbox, progress !== null)),
    progress,
    scenarios: SCENARIOS.map((scenario) => cardOf(scenario, actions)),
    presets: PRESETS,
    actions,
    links: [
      { text: 'Overview', href: sandbox.url },
      { text: 'Objects', href: `${sandbox.url}/objects` },
      { text: 'Test data', href: `${sandbox.url}/test-data` },
      { text: 'Deliveries', href: `${sandbox.url}/deliveries` },
      { text: 'Journal', href: `${sandbox.url}/journal` },
      { text: 'Faults', href: `${sandbox.url}/faults` },
      { text: 'Control API', href: `${sandbox.url}/control` },
      { text: 'API reference', href: `${sandbox.url}/docs` },
    ],
  };
}

type Asked = Pick<MenuView, 'sandbox' | 'problem' | 'steps'>;

async function ask(sandbox: SandboxControl, isLoading: boolean): Promise<Asked> {
  try {
    const [clock, faults] = await Promise.all([sandbox.clock(), sandbox.faults()]);
    const isPast = clock.offset <= -MINUTE && !isLoading;
    return {
      sandbox: {
        clock: { ...clockWords(clock), problem: isPast ? IN_THE_PAST : null },
        faults: faultWords(faults),
      },
      problem: null,
      steps: CLOCK_STEPS.filter(
        ({ value }) => (value !== 'next' || clock.next !== null) && (value !== 'real' || isPast),
      ),
    };
  } catch (error) {
    if (!(error instanceof DemoProblem)) throw error;
    return { sandbox: null, problem: error.message, steps: [] };
  }
}

/** As a program that was killed while it loaded the demo set leaves it. */
const IN_THE_PAST =
  'It stands in the past, as when loading was cut short. Move it to real time, or load again.';
const MINUTE = 60;

export function clockWords({ now, offset, next }: SandboxClock): Omit<ClockView, 'problem'> {
  const ahead =
    Math.abs(offset) < MINUTE
      ? 'Real time.'
      : `${span(Math.abs(offset))} ${offset > 0 ? 'ahead' : 'behind'}.`;
  const coming = next
    ? `Next: ${next.title.charAt(0).toLowerCase()}${next.title.slice(1)}, in ${span(next.at - now)}.`
    : 'Nothing is due.';
  return { now: momentOf(now), about: `${ahead} ${coming}` };
}

const momentOf = (seconds: number) =>
  `${day(seconds)}, ${new Date(seconds * 1000).toISOString().slice(11, 16)} UTC`;

const UNITS = [
  { size: 86_400, name: 'd' },
  { size: 3600, name: 'h' },
  { size: 60, name: 'min' },
  { size: 1, name: 's' },
] as const;

/** The two largest units of a span of time: `5 h 14 min`. */
export function span(seconds: number): string {
  let left = Math.max(1, Math.round(seconds));
  const parts = UNITS.flatMap(({ size, name }) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count > 0 ? [`${count} ${name}`] : [];
  });
  return parts.slice(0, 2).join(' ');
}
