// One click chooses every row of the page, another none; how many are marked stands beside the choice.
// Without this script the same is done by the list of rows in the form.
for (const form of document.querySelectorAll('form.selection')) {
  const scope = form.elements.namedItem('scope');
  const boxes = [...document.querySelectorAll(`td.pick input[form="${form.id}"]`)];
  const head = boxes[0]?.closest('table').querySelector('th.pick');
  const marked = scope.querySelector('[value="marked"]');
  const words = marked.textContent.trim();
  if (!head) continue;

  const all = document.createElement('input');
  all.type = 'checkbox';
  all.setAttribute('aria-label', scope.dataset.all);
  head.replaceChildren(all);

  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
    marked.textContent = count > 0 ? `${words} (${count})` : words;
  };
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
    scope.value = 'marked';
    tell();
  });
  for (const box of boxes)
    box.addEventListener('change', () => {
      scope.value = 'marked';
      tell();
    });
  tell(); // a browser that goes back keeps the marks
}
