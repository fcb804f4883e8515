// Follows changes of the page: when the server says "changed" on the event stream at [data-live-url], the page
// is fetched again and the inside of #live is replaced. Where there is only [data-live-poll] (seconds), the page
// is fetched again at that pace for as long as the answer asks for it. Without this script, reload the page.

const region = document.getElementById('live');
const status = document.querySelector('[data-live-status]');

function keyOf(element) {
  return element.id || element.dataset.keep || element.getAttribute('href') || element.getAttribute('name');
}

/** Puts back what the reader had: open panels, and the place of the keyboard. */
function replaceContent(fresh) {
  const open = [...region.querySelectorAll('details[open][data-keep]')].map((panel) => panel.dataset.keep);
  const active = document.activeElement;
  const focusKey = region.contains(active) ? (keyOf(active) ?? keyOf(active.parentElement)) : undefined;
  region.innerHTML = fresh.innerHTML;
  for (const panel of region.querySelectorAll('details[data-keep]')) {
    if (open.includes(panel.dataset.keep)) panel.open = true;
  }
  document.dispatchEvent(new window.Event('live:changed'));
  if (!focusKey) return;
  const again = [...region.querySelectorAll('a, button, input, summary, [id]')].find(
    (element) => (keyOf(element) ?? keyOf(element.parentElement)) === focusKey,
  );
  again?.focus({ preventScroll: true });
}

function say(text) {
  if (!status) return;
  status.hidden = false;
  status.textContent = text;
}

let running = false;
let again = false;

/** Fetches the page and swaps #live; changes that come meanwhile cause one more fetch. */
async function update() {
  if (running) {
    again = true;
    return undefined;
  }
  running = true;
  let page;
  try {
    const answer = await fetch(window.location.href, { headers: { accept: 'text/html' } });
    if (answer.ok && !answer.redirected) {
      page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = page.getElementById('live');
      if (fresh && fresh.innerHTML !== shown) {
        shown = fresh.innerHTML;
        replaceContent(fresh);
        announcer.textContent = 'This page has been updated.';
      }
    }
  } catch {
    // The server is away for a moment; the next change or the next poll brings the page up to date.
  }
  running = false;
  if (again) {
    again = false;
    return update();
  }
  return page;
}

let shown = region?.innerHTML;
const announcer = document.createElement('p');
announcer.className = 'visually-hidden';
announcer.setAttribute('role', 'status');
document.body.append(announcer);

function poll(seconds) {
  setTimeout(async () => {
    const page = await update();
    const next = page ? page.querySelector('[data-live-poll]')?.dataset.livePoll : seconds;
    if (next) poll(Number(next));
  }, seconds * 1000);
}

const stream = document.querySelector('[data-live-url]');
const polled = document.querySelector('[data-live-poll]');
if (region && stream) {
  const source = new EventSource(stream.dataset.liveUrl);
  let opened = false;
  source.addEventListener('open', () => {
    say('Live: this page follows changes by itself.');
    // Something may have changed while the stream was away.
    if (opened) void update();
    opened = true;
  });
  source.addEventListener('error', () => say('Reconnecting. Reload the page to see the newest state.'));
  source.addEventListener('message', (event) => {
    if (event.data === 'changed') void update();
  });
  source.addEventListener('changed', () => void update());
} else if (region && polled) {
  poll(Number(polled.dataset.livePoll));
}
