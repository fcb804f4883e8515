// The presenter's page: what is new without loading the page anew, so that the frames stay. Its keys are in
// presenter/keys.js. Without these scripts, its buttons are forms, and "Refresh" shows what is new.
import { follow } from './live/follow.js';
import { hear, offerKeys } from './presenter/keys.js';
import { replaceContent } from './shared/replace.js';

/** The frames are allowed for a quarter of an hour after the last word from here, in milliseconds. */
const STAY = 240_000;
/** Between one look and the next, in milliseconds. */
const PAUSE = 500;

const stage = document.querySelector('[data-stage]');
const frameOf = (name) => document.querySelector(`iframe[name="${name}"]`);
const [operator, contractor] = [frameOf('operator'), frameOf('contractor')];
const { liveUrl: url, liveTopic: topic } = stage.dataset;
const statusOf = (page) => page.querySelector('[data-status]');
let busy = false;
let leaving = false;
/** What came of the last press: it stays in sight until the next one. */
let told = statusOf(stage).textContent;

const headers = { accept: 'text/html', 'policy-app-part': 'content' };

async function stageIn(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('[data-stage]');
  // Who has just pressed "Leave" is on the way to another page.
  if (!fresh && !leaving) window.location.reload();
  return fresh;
}

/** Takes over what the programs said, or whatever `parts` selects of what is around the frames. */
function takeParts(fresh, parts = '[data-part="ticker"]') {
  for (const part of stage.querySelectorAll(parts)) {
    const its = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (its && its.innerHTML !== part.dataset.was) replaceContent(part, its);
    part.dataset.was = its?.innerHTML ?? '';
  }
  prepare();
}

/** Takes over all that is around the frames, and the contractor's page where it is another one now. */
function takeOver(fresh) {
  stage.dataset.liveVersion = fresh.dataset.liveVersion;
  stage.toggleAttribute('data-large', 'large' in fresh.dataset);
  takeParts(fresh, '[data-part]');
  const src = fresh.querySelector('iframe[name="contractor"]').getAttribute('src');
  if (src !== contractor.getAttribute('src')) lead(contractor, src);
  contractor.hidden = src === null;
}

function lead(frame, src) {
  if (src === null) frame.removeAttribute('src');
  else frame.setAttribute('src', src);
}

/** So many presses were begun. */
let presses = 0;
let again = false;
let running = false;
/** Shows what is new; while a press is under way, again and again what is said meanwhile, and nothing else. */
async function update() {
  again = true;
  if (running) return;
  running = true;
  while (again || busy) {
    again = false;
    const [before, wasBusy] = [presses, busy];
    try {
      const answer = await fetch(window.location.href, { headers });
      const fresh = answer.ok && (await stageIn(answer));
      // What was asked for before a press ended is older than what that brought.
      const isCurrent = fresh && before === presses;
      if (isCurrent && busy) takeParts(fresh);
      else if (isCurrent && !wasBusy) takeOver(fresh);
    } catch {
      // The next change brings it up to date.
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  running = false;
}

/** Sends a form of the bar, and shows what came of it: both pages are read anew where something happened. */
async function send(form, button) {
  if (busy) return;
  busy = true;
  presses += 1;
  told = 'Working…';
  statusOf(stage).textContent = told;
  void update();
  const body = new window.URLSearchParams(new window.FormData(form, button));
  const action = button.getAttribute('formaction') ?? form.getAttribute('action');
  try {
    const answer = await fetch(action, {
      method: 'POST',
      headers: { ...headers, 'policy-app-press': '1' },
      body,
    });
    if (!answer.ok) throw new Error(`Answered ${answer.status}`);
    const fresh = await stageIn(answer);
    if (!fresh) return;
    told = statusOf(fresh).textContent;
    const shown = contractor.getAttribute('src');
    takeOver(fresh);
    if (/\/(?:next|play|back)$/.test(action)) {
      lead(operator, fresh.querySelector('iframe[name="operator"]').getAttribute('src'));
      // Where it stayed the same, it is read anew as well; where it is another one, it is on its way already.
      if (contractor.getAttribute('src') === shown) lead(contractor, shown);
    }
  } catch {
    told = 'That did not work. Press again.';
    statusOf(stage).textContent = told;
  } finally {
    busy = false;
    void update();
  }
}

stage.addEventListener('submit', (event) => {
  const { target: form, submitter: button } = event;
  leaving = button !== null && 'leave' in button.dataset;
  if (!button || leaving) return;
  event.preventDefault();
  for (const menu of stage.querySelectorAll('.pa-stage__menu[open]')) menu.open = false;
  void send(form, button);
});

/** Makes ready what came anew. */
function prepare() {
  offerKeys();
  if (statusOf(stage).textContent !== told) statusOf(stage).textContent = told;
  showStatus();
}

/** The operator's page is of this origin: the keys work there too, and the hand-over opens where the contractor is. */
function enter() {
  try {
    const page = operator.contentDocument;
    page.addEventListener('keydown', hear);
    page.addEventListener(
      'click',
      ({ target }) => {
        const link = target.closest?.('a[href$="/application/open"]');
        if (link) link.target = 'contractor';
      },
      true,
    );
  } catch {
    // It went to a page of the sandbox.
  }
  void update();
}
operator.addEventListener('load', enter);
window.addEventListener('pageshow', () => (leaving = false));
enter();

let said = { on: false, text: '' };
function showStatus() {
  const line = stage.querySelector('[data-live-status]');
  line.hidden = !said.text;
  line.textContent = said.text;
  line.classList.toggle('pa-live-status--on', said.on);
}
const say = (on, text) => {
  said = { on, text };
  showStatus();
};

prepare();
follow(url, topic, {
  version: () => stage.dataset.liveVersion,
  changed: () => void update(),
  heard: () => say(true, 'Live'),
  silent: () => say(false, 'Nothing is heard. Trying again.'),
});
window.setInterval(() => void update(), STAY);
