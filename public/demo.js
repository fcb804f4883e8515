// Opens the demo's page as a menu below its link in the header, read from the server each time, so that it shows what is
// so now. Without this script, the link leads to the page.

const link = document.querySelector('[data-demo]');
let panel = null;

function close() {
  panel?.remove();
  panel = null;
  link.setAttribute('aria-expanded', 'false');
}

async function read() {
  const headers = { accept: 'text/html', 'policy-app-part': 'content' };
  const answer = await fetch(link.href, { headers });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return page.querySelector('[data-demo-menu]');
}

async function open() {
  link.setAttribute('aria-expanded', 'true');
  const menu = await read();
  // Closed meanwhile.
  if (link.getAttribute('aria-expanded') !== 'true') return;
  panel = document.createElement('div');
  panel.className = 'pa-demo-panel';
  panel.append(menu);
  link.closest('header, .pa-site-header').append(panel);
}

// On its own page the menu is in sight already.
if (link && !document.querySelector('[data-demo-menu]')) {
  link.setAttribute('aria-expanded', 'false');
  link.setAttribute('aria-haspopup', 'true');
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute('aria-expanded') === 'true') close();
    else open().catch(() => (window.location.href = link.href));
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !panel) return;
    close();
    link.focus();
  });
  document.addEventListener('click', (event) => {
    if (panel && !panel.contains(event.target) && !link.contains(event.target)) close();
  });
}
