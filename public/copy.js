// Adds a copy button to each [data-copy]: copies the attribute's value, or the element's text when it has none.
// The page works without it: the text can be selected.

/** The site around it, if there is one, is left as it is. */
const app = document.querySelector('.policy-app');
const said = document.createElement('p');
said.className = 'pa-visually-hidden';
said.setAttribute('role', 'status');
app.append(said);

const svgNamespace = 'http://www.w3.org/2000/svg';
const shapes = { copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3', done: 'm3 8.5 3 3 7-7' };

function icon(shape) {
  const svg = document.createElementNS(svgNamespace, 'svg');
  const path = document.createElementNS(svgNamespace, 'path');
  svg.setAttribute('class', 'pa-icon');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', shapes[shape]);
  svg.append(path);
  return svg;
}

async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Plain http on another host than this machine: browsers keep the clipboard object for secure pages.
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (!copied) throw new Error('The browser refused to copy.');
}

function addButton(source) {
  if (source.dataset.copyReady !== undefined) return;
  source.dataset.copyReady = '';
  const label = source.dataset.copyLabel;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = label ? 'pa-copy pa-copy--text' : 'pa-copy';
  const text = () => source.dataset.copy || source.textContent.trim();
  if (!label) button.setAttribute('aria-label', `Copy ${text()}`);
  button.append(icon('copy'), label ?? '');
  button.addEventListener('click', () => {
    copy(text()).then(
      () => {
        said.textContent = 'Copied';
        button.firstChild.replaceWith(icon('done'));
        setTimeout(() => button.firstChild.replaceWith(icon('copy')), 2000);
      },
      () => {
        said.textContent = 'Could not copy. Select the text instead.';
        document.getSelection().selectAllChildren(source);
      },
    );
  });
  (source.closest('pre') ?? source).after(button);
}

function addButtons() {
  for (const source of app.querySelectorAll('[data-copy]')) addButton(source);
}

addButtons();
for (const news of ['live:changed', 'hood:changed']) document.addEventListener(news, addButtons);
