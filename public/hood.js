// Under the hood: shows a call beside the list of calls, opens and closes by the key H, and remembers whether it was
// open. Without this script, each call has a page of its own.
import { replaceContent } from './shared/replace.js';

const STORED = 'policy-app-hood';
const KEY_OFF = 'policy-app-hood-key-off';

/** A browser may refuse to keep anything. */
function kept(name, value) {
  try {
    if (value !== undefined) window.localStorage.setItem(name, value);
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Only what a person does is kept: a tab that opens the drawer as it loads would undo what another tab just chose. */
const keep = (isOpen) => kept(STORED, isOpen ? 'open' : 'closed');

const hood = () => document.querySelector('.pa-hood');
let shown = null;
/** Asked for last: answers may come in another order. */
let asked = null;

/** Marks the call that is shown in the list of them. */
function mark() {
  for (const link of hood().querySelectorAll('[data-hood-call]')) {
    if (link.getAttribute('href') === shown) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

/** @throws Error where the call is not kept any more */
async function show(href) {
  const detail = hood()?.querySelector('[data-hood-detail]');
  if (!detail) return;
  asked = href;
  const answer = await fetch(href, { headers: { accept: 'text/html', 'policy-app-part': 'content' } });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const call = page.querySelector('[data-call-detail]');
  if (asked !== href) return;
  if (!call) throw new Error('This call is not there');
  detail.replaceChildren(call);
  shown = href;
  mark();
  document.dispatchEvent(new window.Event('hood:changed'));
}

/** A key alone may be pressed without meaning it, so it can be switched off. */
function offerKey(drawer) {
  const [hint, setting] = [
    drawer.querySelector('[data-hood-key]'),
    drawer.querySelector('[data-hood-key-setting]'),
  ];
  const box = setting.querySelector('input');
  setting.hidden = false;
  const tell = () => {
    hint.hidden = kept(KEY_OFF) === 'off';
    box.checked = !hint.hidden;
  };
  box.addEventListener('change', () => {
    kept(KEY_OFF, box.checked ? 'on' : 'off');
    tell();
  });
  tell();
}

/** Makes ready what came with the page, or with a newer one. */
function prepare() {
  const drawer = hood();
  if (!drawer || drawer.dataset.ready) return;
  drawer.dataset.ready = 'yes';
  if (kept(STORED) === 'open') drawer.open = true;
  offerKey(drawer);
  if (drawer.open) showFirst();
}

/** A live page was fetched again. The call that is being read stays. */
function renew({ detail: page }) {
  const [drawer, fresh] = [hood(), page.querySelector('.pa-hood')];
  if (!drawer || !fresh) return;
  for (const part of ['.pa-hood__bar', '.pa-hood__lists'])
    replaceContent(drawer.querySelector(part), fresh.querySelector(part));
  offerKey(drawer);
  mark();
}

/** What changed something last tells most. */
function showFirst() {
  const links = [...hood().querySelectorAll('[data-hood-call]')];
  const hrefs = links.map((link) => link.getAttribute('href'));
  const lists = [...hood().querySelectorAll('.pa-hood__list')];
  const latest = lists[0]?.querySelector('li:last-child [data-hood-call]')?.getAttribute('href');
  const href = hrefs.includes(shown) ? shown : (latest ?? hrefs[0]);
  if (href) void show(href).catch(() => undefined);
}

document.addEventListener('click', (event) => {
  if (!(event.target instanceof window.Element)) return;
  const drawer = event.target.closest('.pa-hood > summary')?.parentElement;
  if (drawer) keep(!drawer.open);
  const link = event.target.closest('[data-hood-call]');
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.button !== 0) return;
  event.preventDefault();
  show(link.getAttribute('href')).catch(() => window.location.assign(link.href));
});

document.addEventListener('keydown', (event) => {
  const isTyping = document.activeElement?.closest(
    'input:not([type=radio], [type=checkbox]), textarea, select',
  );
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key.toLowerCase() !== 'h' || isTyping || !isPlain || kept(KEY_OFF) === 'off') return;
  const drawer = hood();
  if (!drawer) return;
  drawer.open = !drawer.open;
  keep(drawer.open);
  if (drawer.open) drawer.querySelector('summary').focus({ preventScroll: true });
});

// It does not bubble.
document.addEventListener(
  'toggle',
  ({ target: drawer }) => {
    if (drawer === hood() && drawer.open) showFirst();
  },
  true,
);

prepare();
document.addEventListener('live:changed', prepare);
document.addEventListener('live:fetched', renew);
