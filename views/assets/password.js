// Tells how strong a new password is while it is typed, by the rule and the words that the server judges
// by. Nothing that is typed leaves the page. Everything works without it.
// oxlint-disable-next-line import/no-absolute-path -- one file, served from where the server has it
import { effectiveLength, foldPassword, levelOf } from '/assets/password-strength.js';

const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];
const wordsOf = (text) => new Set(text.split(/\s+/).filter(Boolean));

const loaded = fetch('/assets/common-passwords.txt').then(async (answer) =>
  answer.ok ? wordsOf(await answer.text()) : new Set(),
);

/** What would be refused first; empty where nothing would. */
function faultOf(text, { least, classes: asked, forbidden, tooShort, tooFewClasses, holdsName }) {
  const folded = foldPassword(text);
  if ([...wordsOf(forbidden)].some((part) => folded.includes(part))) return holdsName;
  if ([...text].length < Number(least)) return tooShort;
  const found = classes.filter((pattern) => pattern.test(text)).length;
  return found < Number(asked) ? tooFewClasses : '';
}

for (const place of document.querySelectorAll('[data-strength-of]')) {
  const input = document.getElementById(place.dataset.strengthOf);
  const [meter, note] = place.children;
  const levels = place.dataset.levels.split('|');

  const tell = (words) => {
    const text = input.value.normalize('NFC').slice(0, 128);
    place.hidden = text === '';
    const level = levelOf(effectiveLength(text, words, wordsOf(place.dataset.own)));
    const fault = faultOf(text, place.dataset);
    meter.value = fault ? Math.min(1, level + 1) : level + 1;
    const said = level > 0 && fault ? fault : levels[level];
    if (note.textContent !== said) note.textContent = said;
  };
  input.addEventListener('input', () => void loaded.then(tell));
}
