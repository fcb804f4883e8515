import type { Page } from './setup';

const sections = [
  { title: 'Overview', href: '/' },
  { title: 'Objects', href: '/objects' },
  { title: 'Events', href: '/events' },
  { title: 'Deliveries', href: '/deliveries' },
  { title: 'Journal', href: '/journal' },
  { title: 'Test data', href: '/test-data' },
  { title: 'Faults', href: '/faults' },
  { title: 'Clock', href: '/clock' },
  { title: 'Organisation', href: '/organisation' },
  { title: 'Control API', href: '/control' },
  { title: 'API reference', href: '/docs' },
] as const;

export type Section = (typeof sections)[number]['title'];

/** A page for developers, with the navigation they share; `null`: it belongs to none of the sections. */
export const dashboardPage = (title: string, section: Section | null): Page => ({
  title,
  leave: null,
  navigation: sections.map((link) => ({ ...link, current: link.title === section })),
});
