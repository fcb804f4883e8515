// Follows what comes: fetches the page again every two seconds while it is in sight, and replaces the region that
// [data-follow] names when it has changed. Without this script, the link beside it does the same once.
import { replaceContent } from './replace.js';

const EVERY = 2000;

const line = document.querySelector('[data-follow]');
const text = line.querySelector('[data-follow-text]');
const region = document.getElementById(line.dataset.follow);
const button = document.createElement('button');
button.type = 'button';
button.className = 'small quiet';
line.append(button);

let follows = true;
let shown = region.innerHTML;

function say(words) {
  if (text.textContent !== words) text.textContent = words;
}

function show() {
  button.textContent = follows ? 'Pause' : 'Follow';
  say(follows ? 'Live: new calls come in by themselves.' : 'Paused: new calls are not shown.');
}

button.addEventListener('click', () => {
  follows = !follows;
  show();
});

async function look() {
  if (!follows || document.visibilityState === 'hidden') return;
  const answer = await fetch(window.location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById(line.dataset.follow);
  // It may have been paused meanwhile.
  if (!fresh || !follows) return;
  show();
  if (fresh.innerHTML === shown) return;
  shown = fresh.innerHTML;
  replaceContent(region, fresh);
}

async function lookAgain() {
  try {
    await look();
  } catch {
    say('The sandbox does not answer. Trying again.');
  }
  setTimeout(lookAgain, EVERY);
}

show();
document.addEventListener('visibilitychange', () => void look().catch(() => undefined));
setTimeout(lookAgain, EVERY);
