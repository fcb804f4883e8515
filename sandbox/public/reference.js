/* The API reference, drawn by Swagger UI from /openapi.json. Calls tried out go to this sandbox, with its own key. */
const place = document.getElementById('reference');
const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** The library has a dark look; it is switched by a class. */
const followScheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', followScheme);
followScheme();

const answer = await fetch('openapi.json');
const spec = await answer.json();
// Under whichever of its names the sandbox was opened, that is where calls go.
spec.servers = [{ url: window.location.href.replace(/\/docs.*$/, ''), description: 'This sandbox' }];
const reference = window.SwaggerUIBundle({
  spec,
  domNode: place,
  displayRequestDuration: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  onComplete: () => reference.preauthorizeApiKey('bearer', place.dataset.apiKey),
});
