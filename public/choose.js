// One check box for all rows of a list that can be chosen. Without this script there is none.
const rows = (all) => [...all.form.querySelectorAll('input[type=checkbox][name=id]')];

function settle() {
  const all = document.querySelector('[data-choose-all]');
  if (!all) return;
  const chosen = rows(all).filter(({ checked }) => checked).length;
  all.checked = chosen > 0 && chosen === rows(all).length;
  all.indeterminate = chosen > 0 && !all.checked;
}

document.addEventListener('change', ({ target }) => {
  if (target.matches('[data-choose-all]')) for (const row of rows(target)) row.checked = target.checked;
  settle();
});
document.addEventListener('live:changed', settle);
window.addEventListener('pageshow', settle);
