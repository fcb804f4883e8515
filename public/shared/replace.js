// Replaces the inside of a region, and leaves the reader what they had: the place of the keyboard, what is in sight,
// and the panels they opened.

/** Where the keyboard can be. */
const placesIn = (region) => [
  ...region.querySelectorAll('a, button, input, select, textarea, summary, [tabindex]'),
];

/** Names a place by what stays the same when the page comes again: what it leads to, or what stands on it. */
function nameOf(place) {
  const own =
    place.id || place.getAttribute('href') || place.getAttribute('name') || place.getAttribute('aria-label');
  const panel = place.closest('[data-keep]')?.dataset.keep;
  // What stands on a summary may change, such as a count: there the panel is the name.
  const words = place.matches('summary') && panel ? '' : place.textContent.trim();
  return [place.tagName, panel, place.form?.getAttribute('action'), own || words].join('\n');
}

/** Gives back how to find this place again: among places of one name, by their order. */
function remember(region, place) {
  const name = nameOf(place);
  const namesakes = () => placesIn(region).filter((other) => nameOf(other) === name);
  const index = namesakes().indexOf(place);
  return () => namesakes()[index] ?? namesakes().at(-1);
}

function rememberFocus(region) {
  const active = document.activeElement;
  // The region itself stays.
  if (active === region || !region.contains(active)) return () => undefined;
  const find = remember(region, active);
  // A place that is gone leaves the keyboard at the content of the page, not at its very top.
  return () => (find() ?? document.getElementById('main'))?.focus({ preventScroll: true });
}

/** Rows that come in above what the reader sees do not push it away. At the top of the page, the new is to be seen. */
function rememberSight(region) {
  const topOf = (place) => place.getBoundingClientRect().top;
  const first = placesIn(region).find((place) => place.getClientRects().length > 0 && topOf(place) >= 0);
  if (window.scrollY === 0 || !first) return () => undefined;
  const [find, before] = [remember(region, first), topOf(first)];
  return () => {
    const again = find();
    if (again) window.scrollBy({ top: topOf(again) - before, behavior: 'instant' });
  };
}

/** Tells with the event `live:changed` that there is something new to be made ready. */
export function replaceContent(region, fresh) {
  const open = [...region.querySelectorAll('details[open][data-keep]')].map((panel) => panel.dataset.keep);
  const [focusAgain, sightAgain] = [rememberFocus(region), rememberSight(region)];
  region.innerHTML = fresh.innerHTML;
  for (const panel of region.querySelectorAll('details[data-keep]')) {
    if (open.includes(panel.dataset.keep)) panel.open = true;
  }
  document.dispatchEvent(new window.Event('live:changed'));
  focusAgain();
  sightAgain();
}
