// What a field of ours is made of: a small language over the attributes of an entry, as an
// administrator types it. Alternatives are divided by `|`, the first that gives anything counts; each is
// an attribute (`displayName`), a constant in quotes (`"An Giang"`) or a template (`{sn} {givenName}`).
// A name may be followed by a function: `mail:local`, `{cn:title}`. Pure.
import { clean } from '../core/text.ts';

/** Local part of an address; letters made small or large; each word with a capital; digits alone. */
const functions = {
  local: (value: string) => value.replace(/@.*$/s, ''),
  lower: (value: string) => value.toLocaleLowerCase('vi'),
  upper: (value: string) => value.toLocaleUpperCase('vi'),
  title: (value: string) =>
    value
      .toLocaleLowerCase('vi')
      .replace(/(?<![\p{L}\p{M}\p{N}])\p{L}/gu, (letter) => letter.toLocaleUpperCase('vi')),
  digits: (value: string) => value.replace(/\D/g, ''),
} as const;

type FunctionName = keyof typeof functions;
type Read = { attribute: string; through: FunctionName | undefined };
type Alternative = { constant: string } | Read | { template: (string | Read)[] };
export type Expression = readonly Alternative[];

const named = /^([a-zA-Z][a-zA-Z0-9.-]{0,127})(?::([a-z]+))?$/;

function readOf(text: string): Read | undefined {
  const [, attribute, through] = named.exec(text.trim()) ?? [];
  if (!attribute || (through !== undefined && !Object.hasOwn(functions, through))) return undefined;
  return { attribute, through: through as FunctionName | undefined };
}

/** Every second part of the split is what stood in braces. Undefined where a brace is left over. */
function templateOf(text: string): Alternative | undefined {
  const parts = text.split(/\{([^{}]*)\}/);
  const template = parts.map((part, i) => (i % 2 === 0 ? part : readOf(part)));
  if (parts.length === 1 || template.some((part) => part === undefined)) return undefined;
  if (parts.some((part, i) => i % 2 === 0 && /[{}]/.test(part))) return undefined;
  return { template: template as (string | Read)[] };
}

function alternativeOf(text: string): Alternative | undefined {
  const quoted = /^"([^"]*)"$/.exec(text)?.[1];
  if (quoted !== undefined) return clean(quoted) ? { constant: clean(quoted) } : undefined;
  return readOf(text) ?? templateOf(text);
}

/** `|` inside quotes divides nothing. */
const alternatives = (text: string) =>
  (text.match(/(?:"[^"]*"|[^|"]|")+/g) ?? []).map((part) => part.trim());

/** Undefined where the text is no expression: empty, an unknown function, a stray brace. */
export function parseExpression(text: string): Expression | undefined {
  if (/^\s*\||\|\s*(\||$)/.test(text)) return undefined;
  const parsed = alternatives(text).map(alternativeOf);
  if (parsed.length === 0 || parsed.includes(undefined)) return undefined;
  return parsed as Alternative[];
}

const known = new Map<string, Expression>();
const mostKnown = 1_000;

/**
 * An expression that settings hold, parsed once: it is asked for with every entry.
 * @throws RangeError where it is none; settings are checked before they are kept.
 */
export function expressionOf(text: string): Expression {
  const found = known.get(text);
  if (found) return found;
  const parsed = parseExpression(text);
  if (!parsed) throw new RangeError(`no expression: ${text}`);
  if (known.size >= mostKnown) known.clear();
  known.set(text, parsed);
  return parsed;
}

const readsOf = (alternative: Alternative): Read[] => {
  if ('attribute' in alternative) return [alternative];
  if ('constant' in alternative) return [];
  return alternative.template.filter((part) => typeof part !== 'string');
};

/** The attributes that a directory must be asked for. */
export const attributesIn = (expression: Expression): string[] => [
  ...new Set(expression.flatMap(readsOf).map(({ attribute }) => attribute)),
];

/** The attribute, where the expression is nothing but one. */
export function soleAttribute(expression: Expression): string | undefined {
  const [only, ...others] = expression;
  if (!only || others.length > 0 || !('attribute' in only) || only.through) return undefined;
  return only.attribute;
}

type Lookup = (attribute: string) => readonly string[];

function valuesOf(alternative: Alternative, lookup: Lookup): string[] {
  const through = ({ attribute, through: name }: Read) =>
    lookup(attribute).map((value) => clean(name ? functions[name](value) : value));
  if ('constant' in alternative) return [alternative.constant];
  if ('attribute' in alternative) return through(alternative).filter(Boolean);
  const filled = alternative.template.map((part) =>
    typeof part === 'string' ? part : (through(part).find(Boolean) ?? ''),
  );
  // A template of nothing but its own words says nothing about the entry.
  const says = filled.some((part, i) => typeof alternative.template[i] !== 'string' && part !== '');
  return says ? [clean(filled.join(''))] : [];
}

/** @param lookup the clean values of an attribute. @returns the values of the first alternative that has any. */
export function evaluate(expression: Expression, lookup: Lookup): string[] {
  for (const alternative of expression) {
    const values = valuesOf(alternative, lookup);
    if (values.length > 0) return values;
  }
  return [];
}
