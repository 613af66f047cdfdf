// The key / goes to the search box of the console, except where somebody is typing.
const box = document.getElementById('find');
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select, [contenteditable]')) return;
  event.preventDefault();
  box?.focus();
  box?.select();
});
