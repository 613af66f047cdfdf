// HTML as typed template text. Every value is escaped unless it is already Safe; there is no other
// way to get markup out. Always quote attributes, and pass addresses from data through safeUrl().

/** Markup that needs no escaping. Made only by `html` and, in this file, from constants. */
export class Safe {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

export type Value = Safe | string | number | bigint | null | undefined | false | readonly Value[];

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c]!);

function render(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Safe) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
  return escape(String(value));
}

export function html(parts: TemplateStringsArray, ...values: Value[]): Safe {
  return new Safe(parts.reduce((text, part, i) => text + render(values[i - 1]) + part));
}

/** An address from data, or `#` where it is neither http(s) nor a path of ours: no javascript:, no data:. */
export function safeUrl(address: string): string {
  if (/^\/(?![/\\])/.test(address)) return address;
  if (!URL.canParse(address)) return '#';
  return ['http:', 'https:'].includes(new URL(address).protocol) ? address : '#';
}
