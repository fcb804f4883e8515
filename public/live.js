// Follows changes of the page: when the stream says that there is another version of what [data-live-topic] shows, the
// page is fetched again and the inside of #live is replaced. Without this script, reload the page.
import { follow } from './live/follow.js';
import { replaceContent } from './shared/replace.js';

/** Between one fetch and the next, in milliseconds. */
const PAUSE = 1000;

const region = document.getElementById('live');
const { liveUrl: url, liveTopic: topic } = region.dataset;
const announcer = document.createElement('p');
announcer.className = 'pa-visually-hidden';
announcer.setAttribute('role', 'status');
region.closest('.policy-app').append(announcer);

/** What comes with quiet motion, once: when it was not there as the page was opened. */
const ARRIVAL = '[data-cover=proven]';
const arrivalIn = (place) => place.querySelector(ARRIVAL) !== null;

let said = { on: false, text: '' };
let shown = region.innerHTML;
let running = false;
let again = false;

/** The line that says whether the page follows; it may be a part of what is replaced. */
function showStatus() {
  const line = document.querySelector('[data-live-status]');
  if (!line || !said.text) return;
  line.hidden = false;
  line.textContent = said.text;
  line.classList.toggle('pa-live-status--on', said.on);
}

function say(on, text) {
  said = { on, text };
  showStatus();
}

/** Fetches the page and swaps #live; changes that come meanwhile cause one more fetch. */
async function update() {
  again = true;
  if (running) return;
  running = true;
  while (again) {
    again = false;
    await fetchOnce();
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  running = false;
}

async function fetchOnce() {
  try {
    const headers = { accept: 'text/html', 'policy-app-part': 'content' };
    const answer = await fetch(window.location.href, { headers });
    if (answer.redirected || answer.status === 404) return end();
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById('live');
    // Who has just pressed something leaves the page anyway, and the button says so.
    if (!fresh || region.querySelector('[data-busy]')) return;
    region.dataset.liveVersion = fresh.dataset.liveVersion;
    document.dispatchEvent(new window.CustomEvent('live:fetched', { detail: page }));
    if (fresh.innerHTML === shown) return;
    shown = fresh.innerHTML;
    const before = arrivalIn(region);
    replaceContent(region, fresh);
    if (!before && arrivalIn(region)) region.querySelector(ARRIVAL).classList.add('pa-arrived');
    showStatus();
    announcer.textContent = 'This page has been updated.';
  } catch {
    // The server is away for a moment; the next change brings the page up to date.
  }
}

/** Somebody signed out, or removed what the page shows. */
function end() {
  leave();
  say(false, 'This page no longer follows changes. Reload it.');
}

/** No event tells of some ends: a page says so, and after how many milliseconds it wants to be asked for again. */
function askLater() {
  const wait = Number(region.querySelector('[data-ask-again]')?.dataset.askAgain);
  if (wait > 0) setTimeout(() => void update().then(askLater), wait);
}
askLater();

const leave = follow(url, topic, {
  version: () => region.dataset.liveVersion,
  changed: () => void update(),
  heard: () => say(true, 'Live: this page follows changes by itself.'),
  silent: (since) => say(false, `Nothing heard since ${utc(since)}. Trying again.`),
});

function utc(time) {
  return `${new Date(time).toISOString().slice(11, 19)} UTC`;
}
