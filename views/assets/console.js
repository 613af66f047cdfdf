// The key / goes to the search box of the console, except where somebody is typing.
const box = document.getElementById('find');
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, [contenteditable]')) return;
  event.preventDefault();
  box?.focus();
  box?.select();
});

// The notice of what was done goes away where one is, and is not told again by reloading.
const dismiss = document.querySelector('[data-dismiss]');
if (dismiss) {
  history.replaceState(history.state, '', dismiss.href);
  dismiss.addEventListener('click', (event) => {
    event.preventDefault();
    document.getElementById(dismiss.dataset.dismiss)?.remove();
    document.getElementById('content')?.focus();
  });
}
