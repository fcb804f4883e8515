// Follows changes of the page: when the server says "changed" on the event stream at [data-live-url], the page is
// fetched again and the inside of #live is replaced. Without this script, reload the page.

const region = document.getElementById('live');
const announcer = document.createElement('p');
announcer.className = 'visually-hidden';
announcer.setAttribute('role', 'status');
document.body.append(announcer);

/** Where the keyboard can be. */
const places = () => [...region.querySelectorAll('a, button, input, select, textarea, summary, [tabindex]')];

/** Names a place by what stays the same when the page comes again: what it leads to, or what stands on it. */
function nameOf(place) {
  const own =
    place.id || place.getAttribute('href') || place.getAttribute('name') || place.getAttribute('aria-label');
  const panel = place.closest('[data-keep]')?.dataset.keep;
  // What stands on a summary may change, such as a count: there the panel is the name.
  const words = place.matches('summary') && panel ? '' : place.textContent.trim();
  return [place.tagName, panel, place.form?.getAttribute('action'), own || words].join('\n');
}

/** Remembers the place of the keyboard. Gives back how to go there again: among places of one name, by their order. */
function rememberFocus() {
  const active = document.activeElement;
  if (!region.contains(active)) return () => undefined;
  const name = nameOf(active);
  const namesakes = () => places().filter((place) => nameOf(place) === name);
  const index = namesakes().indexOf(active);
  return () => {
    const found = namesakes();
    // A place that is gone leaves the keyboard at the content of the page, not at its very top.
    const place = found[index] ?? found.at(-1) ?? document.getElementById('main');
    place.focus({ preventScroll: true });
  };
}

/** Puts back what the reader had: open panels, and the place of the keyboard. */
function replaceContent(fresh) {
  const open = [...region.querySelectorAll('details[open][data-keep]')].map((panel) => panel.dataset.keep);
  const focusAgain = rememberFocus();
  region.innerHTML = fresh.innerHTML;
  for (const panel of region.querySelectorAll('details[data-keep]')) {
    if (open.includes(panel.dataset.keep)) panel.open = true;
  }
  showStatus();
  document.dispatchEvent(new window.Event('live:changed'));
  focusAgain();
}

let said = null;

/** The line that says whether the page follows is a part of what is replaced. */
function showStatus() {
  const line = region.querySelector('[data-live-status]');
  if (!line || !said) return;
  line.hidden = false;
  line.textContent = said.text;
  line.classList.toggle('live-status--on', said.on);
}

function say(on, text) {
  said = { on, text };
  showStatus();
}

let shown = region?.innerHTML;
let running = false;
let again = false;

/** Fetches the page and swaps #live; changes that come meanwhile cause one more fetch. */
async function update() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  do {
    again = false;
    await fetchOnce();
  } while (again);
  running = false;
}

async function fetchOnce() {
  try {
    const answer = await fetch(window.location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById('live');
    if (!fresh || fresh.innerHTML === shown) return;
    shown = fresh.innerHTML;
    replaceContent(fresh);
    announcer.textContent = 'This page has been updated.';
  } catch {
    // The server is away for a moment; the next change brings the page up to date.
  }
}

const stream = document.querySelector('[data-live-url]');
if (region && stream) {
  const source = new EventSource(stream.dataset.liveUrl);
  let opened = false;
  source.addEventListener('open', () => {
    say(true, 'Live: this page follows changes by itself.');
    // Something may have changed while the stream was away.
    if (opened) void update();
    opened = true;
  });
  source.addEventListener('error', () =>
    say(false, 'Reconnecting. Reload the page to see the newest state.'),
  );
  source.addEventListener('changed', () => void update());
}
