// Small comforts of the sign-in page. Everything works without them.
for (const button of document.querySelectorAll('[data-shows]')) {
  const input = document.getElementById(button.dataset.shows);
  const show = (shown) => {
    input.type = shown ? 'text' : 'password';
    button.textContent = shown ? button.dataset.hide : button.dataset.show;
    button.ariaLabel = shown ? button.dataset.hideLabel : button.dataset.showLabel;
  };
  button.hidden = false;
  show(false);
  button.addEventListener('click', () => {
    show(input.type === 'password');
    input.focus();
  });
  // A shown password would be kept by the browser as an ordinary text.
  input.form.addEventListener('submit', () => show(false));
}

for (const note of document.querySelectorAll('[data-caps-of]')) {
  const input = document.getElementById(note.dataset.capsOf);
  const tell = (event) => {
    const on = event.getModifierState?.('CapsLock') ?? false;
    const text = on ? note.dataset.text : '';
    if (note.textContent !== text) note.textContent = text;
  };
  input.addEventListener('keydown', tell);
  input.addEventListener('keyup', tell);
  input.addEventListener('blur', () => (note.textContent = ''));
}
