/** The page that says what is wrong with this installation. */
import { Router } from 'express';
import { counted } from '../../lib/counted';
import type { PageOptions } from '../pages/page';
import { render, view } from '../pages/view';
import { patterns } from '../paths';
import type { Finding } from './finding';
import { runChecks, type DoctorDeps } from './run-checks';

export interface DoctorPageDeps extends PageOptions {
  doctor: DoctorDeps;
}

const TAGS = {
  ok: { text: 'In order', tone: 'success' },
  warning: { text: 'Look at it', tone: 'warning' },
  problem: { text: 'To be mended', tone: 'danger' },
  skipped: { text: 'Not known', tone: 'neutral' },
} as const;

interface DoctorView {
  summary: string;
  rows: { check: string; tag: (typeof TAGS)[Finding['outcome']]; finding: string; fix: string | null }[];
  action: string;
  /** What runs the same checks; null: nothing else does. */
  command: string | null;
}
export const doctorView = view<DoctorView>('doctor');

export function doctorRoutes({ doctor, ...pages }: DoctorPageDeps): Router {
  const router = Router();
  router.get(patterns.doctor, async (_req, res) => {
    const findings = await runChecks(doctor);
    const wrong = findings.filter(({ outcome }) => outcome === 'problem').length;
    render(
      res,
      doctorView,
      pages,
      { title: 'Doctor', withForms: false },
      {
        summary:
          wrong === 0
            ? 'Nothing has to be mended.'
            : `${counted(wrong, 'thing has', 'things have')} to be mended.`,
        rows: findings.map(({ outcome, ...found }) => ({ ...found, tag: TAGS[outcome] })),
        action: pages.paths.doctor,
        command: doctor.words.doctor,
      },
    );
  });
  return router;
}
