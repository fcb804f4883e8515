// What was pressed says that it is working, and cannot be pressed again while the next page is on its way. Without this
// script all works the same: forms that are sent twice do their work once.

/** Pages come sooner than this, in milliseconds; whatever takes longer may be tried again. */
const LONGEST = 30_000;
const WORKING = 'Working…';

/** The site around it, if there is one, is left as it is. */
const app = document.querySelector('.policy-app');
const said = document.createElement('p');
said.className = 'pa-visually-hidden';
said.setAttribute('role', 'status');
app.append(said);

let restore = () => undefined;

/** Shows the words in the place of the label, and leaves the size as it was. */
function showWorking(pressed) {
  restore();
  const label = [...pressed.childNodes];
  const { width, height } = pressed.getBoundingClientRect();
  said.textContent = `${pressed.textContent.trim()}: ${WORKING}`;
  pressed.style.width = `${width}px`;
  pressed.style.height = `${height}px`;
  pressed.dataset.busy = '';
  pressed.setAttribute('aria-disabled', 'true');
  pressed.replaceChildren(WORKING);
  const timer = setTimeout(() => restore(), LONGEST);
  restore = () => {
    clearTimeout(timer);
    restore = () => undefined;
    said.textContent = '';
    pressed.removeAttribute('style');
    delete pressed.dataset.busy;
    pressed.removeAttribute('aria-disabled');
    pressed.replaceChildren(...label);
  };
}

/** The Enter key may press a button that is not to be seen, and stands for the form's own. */
function buttonOf({ target: form, submitter }) {
  if (submitter && !submitter.hasAttribute('aria-hidden')) return submitter;
  return form.querySelector('button:not([aria-hidden], [name], [type="button"])');
}

app.addEventListener('submit', (event) => {
  if (event.defaultPrevented) return;
  if (event.target.querySelector('[data-busy]')) return event.preventDefault();
  const button = buttonOf(event);
  if (button) showWorking(button);
});

app.addEventListener('click', (event) => {
  const link = event.target.closest('a.pa-button');
  const elsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || event.defaultPrevented || elsewhere || link.target || link.hasAttribute('download')) return;
  if ('busy' in link.dataset) event.preventDefault();
  else showWorking(link);
});

// The reader came back to this page as it was left, or stopped waiting.
window.addEventListener('pageshow', ({ persisted }) => persisted && restore());
document.addEventListener('keydown', ({ key }) => key === 'Escape' && restore());
