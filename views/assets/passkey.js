// Passkeys: hands what the server asks to the browser, and its answer to the form. SimpleWebAuthnBrowser
// comes from /assets/webauthn.js. Without it, or where the browser knows no keys, the form stays hidden.
const { startRegistration, startAuthentication, browserSupportsWebAuthn } =
  window.SimpleWebAuthnBrowser ?? {};

async function optionsOf(form) {
  const answer = await fetch(form.dataset.options, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

async function answerOf(form) {
  const optionsJSON = await optionsOf(form);
  const start = form.dataset.passkey === 'make' ? startRegistration : startAuthentication;
  return JSON.stringify(await start({ optionsJSON }));
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!browserSupportsWebAuthn?.()) continue;
  form.hidden = false;
  const button = form.querySelector('button[type=submit]');
  const failed = form.querySelector('[data-failed]');
  const ask = async () => {
    try {
      form.elements.answer.value = await answerOf(form);
      form.submit();
    } catch {
      failed.hidden = false;
      button.disabled = false;
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    button.disabled = true;
    failed.hidden = true;
    void ask();
  });
}
