// Shows how much of a file has been sent, and says before it is sent that it is too large. Without this script the form
// works the same.

let sending = false;

/** The parts of a form with a file. */
function partsOf(form) {
  const file = form.querySelector('input[type="file"]');
  const problem = form.querySelector('[data-upload-error]');
  const shown = form.querySelector('[data-upload-progress]');
  return { file, problem, shown, bar: shown.querySelector('progress') };
}

function refuse(form, text) {
  const { file, problem } = partsOf(form);
  problem.textContent = text;
  problem.parentElement.hidden = false;
  file.setAttribute('aria-invalid', 'true');
  file.setAttribute('aria-describedby', `${file.id}-hint ${file.id}-error`);
  file.focus();
}

/** The form came back, with what stands against it. */
function show(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const [fresh, main] = [page.querySelector('.pa-main'), document.querySelector('.pa-main')];
  if (!fresh) return window.location.reload();
  document.title = page.title;
  main.innerHTML = fresh.innerHTML;
  main.querySelector('[autofocus]')?.focus();
}

function send(form) {
  const { shown, bar } = partsOf(form);
  const request = new XMLHttpRequest();
  const end = () => {
    sending = false;
    shown.hidden = true;
  };
  sending = true;
  shown.hidden = false;
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    bar.value = Math.round((100 * loaded) / total);
  });
  request.addEventListener('load', () => {
    if (request.responseURL !== form.action) return window.location.assign(request.responseURL);
    end();
    show(request.responseText);
  });
  request.addEventListener('error', () => {
    end();
    refuse(form, 'The file could not be sent. Check the network, and send it again');
  });
  request.open('POST', form.action);
  request.send(new window.FormData(form));
}

// Before what waits for the next page: this page stays.
document.addEventListener(
  'submit',
  (event) => {
    const { target: form } = event;
    const chosen = form.matches('form[data-upload]') && partsOf(form).file.files[0];
    if (!chosen) return;
    event.preventDefault();
    const isTooLarge = chosen.size > Number(form.dataset.upload);
    if (isTooLarge) refuse(form, 'The file is too large: a certificate may have up to 15 MB');
    else if (!sending) send(form);
  },
  true,
);
