// What is known of a thing: name and value, rows without a value left out.
import { html, type Value, type Safe } from '../html.ts';

export function facts(rows: readonly (readonly [Value, Value])[]): Safe {
  const known = rows.filter(
    ([, value]) => value !== null && value !== undefined && value !== '' && value !== false,
  );
  return html`<dl class="facts">
    ${known.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}
