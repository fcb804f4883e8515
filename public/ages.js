// Keeps times such as "3 min ago" true while a page stays open, by the clock that the page was made with: [data-now] holds
// what it showed, in epoch milliseconds. Without this script they say how long ago it was when the page came.

const EVERY = 10_000;
const DAY = 86_400;

/** The same words as src/lib/moment.ts, for as long as they change by the hour; null: as the page has it. */
function words(seconds) {
  if (seconds < 1) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < DAY) return `${Math.floor(seconds / 3600)} h ago`;
  return seconds < 2 * DAY ? 'yesterday' : null;
}

const aheadIn = (page) => Number(page.querySelector('[data-now]').dataset.now) - Date.now();
let ahead = aheadIn(document);

function refresh() {
  for (const time of document.querySelectorAll('.pa-when__about')) {
    const seconds = Math.max(0, Math.floor((Date.now() + ahead - Date.parse(time.dateTime)) / 1000));
    time.textContent = words(seconds) ?? time.textContent;
  }
}

// The clock may have been moved meanwhile.
document.addEventListener('live:fetched', ({ detail: page }) => (ahead = aheadIn(page)));
window.setInterval(refresh, EVERY);
// A page that was put away comes back as it was.
window.addEventListener('pageshow', refresh);
document.addEventListener('visibilitychange', refresh);
