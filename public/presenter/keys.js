// The keys of the presenter's page, its menus and full screen.
const KEYS_OFF = 'policy-app-presenter-keys-off';
const stage = document.querySelector('[data-stage]');

/** A browser may refuse to keep anything. */
function kept(value) {
  try {
    if (value !== undefined) window.localStorage.setItem(KEYS_OFF, value);
    return window.localStorage.getItem(KEYS_OFF);
  } catch {
    return null;
  }
}

/** What a server cannot make: it is there with the script alone. */
export function offerKeys() {
  stage.querySelector('[data-full-screen]').hidden = !document.fullscreenEnabled;
  stage.querySelector('[data-help]').hidden = false;
  stage.querySelector('[data-keys]').checked = kept() !== 'off';
}

stage.addEventListener('click', ({ target }) => {
  if (!target.closest('[data-full-screen]')) return;
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen();
});
stage.addEventListener('change', ({ target }) => {
  if (target.matches('[data-keys]')) kept(target.checked ? 'on' : 'off');
});
// One menu at a time.
stage.addEventListener(
  'toggle',
  ({ target }) => {
    if (!target.open || !target.matches('.pa-stage__menu')) return;
    for (const menu of stage.querySelectorAll('.pa-stage__menu[open]'))
      if (menu !== target) menu.open = false;
    enterMenu(target);
  },
  true,
);

const enterMenu = (menu) => menu?.open && menu.querySelector('button, input:not([type=hidden])')?.focus();

/** Closes what is open; gives back whether there was anything. */
function closeMenus() {
  const open = [...stage.querySelectorAll('details[open]')];
  for (const menu of open) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
  return open.length > 0;
}

/** Does what a key is for, in this page or in the operator's. */
export function hear(event) {
  const { key, target } = event;
  const isTyping = target.closest?.('input:not([type=radio], [type=checkbox]), textarea, select');
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  // In a page of its own, Esc is that page's.
  if (key === 'Escape' && (closeMenus() || target.ownerDocument !== document)) return;
  if (kept() === 'off' && key !== 'Escape') return;
  if (key.startsWith('Arrow') && target.closest?.('.pa-beats, [role], details')) return;
  const place = stage.querySelector(
    `[data-key="${window.CSS.escape(key.length > 1 ? key : key.toLowerCase())}"]`,
  );
  if (!place || place.disabled) return;
  event.preventDefault();
  place.click();
  enterMenu(place.closest('details'));
}
document.addEventListener('keydown', hear);
