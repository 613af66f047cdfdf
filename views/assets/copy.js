// Buttons that copy what stands beside them. Without this script the text is selected by hand.
async function copy(target) {
  try {
    await navigator.clipboard.writeText(target.textContent);
    return true;
  } catch {
    // Plain http: the browser gives no clipboard, so the text is selected for Ctrl+C.
    getSelection().selectAllChildren(target);
    return document.execCommand('copy');
  }
}

for (const button of document.querySelectorAll('[data-copies]')) {
  const label = button.innerHTML;
  button.hidden = false;
  const show = (copied) => {
    if (!copied) return;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.innerHTML = label), 2000);
  };
  button.addEventListener('click', () => {
    void copy(document.getElementById(button.dataset.copies)).then(show);
  });
}
