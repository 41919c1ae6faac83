import mustache, { type TemplateSpans } from 'mustache';

/** What is written at most (characters): several times what one video can say. */
const LONGEST = 10_000;

/** Of one value that is filled in (characters). */
const LONGEST_VALUE = 5_000;

/** Members of lists that are gone through, all sections together: lists in lists would else be without end. */
const MOST_TURNS = 1_000;

/**
 * The tags of a template.
 * @throws Error for what is no Mustache
 */
function parse(template: string): TemplateSpans {
  // a writer of its own, so that no template stays in the library's cache
  return new mustache.Writer().parse(template) as TemplateSpans;
}

/** What a template is made of, sections opened: what kind each tag or text is, and what is in it. */
export interface Part {
  /** As the library has it: `text`, `name`, and the signs of tags. */
  readonly type: string;
  readonly text: string;
}

/** @throws Error for what is no Mustache */
export function partsOf(template: string): readonly Part[] {
  const flat = (spans: TemplateSpans): Part[] =>
    spans.flatMap(([type, text, , , inner]) => [{ type, text }, ...(isSpans(inner) ? flat(inner) : [])]);
  return flat(parse(template));
}

const isSpans = (inner: unknown): inner is TemplateSpans => Array.isArray(inner);

/**
 * Fills Mustache's tags with what strangers sent. The library reads the template; what it would look up itself reaches prototypes, calls
 * functions and writes without end. Only own properties of plain objects and members of lists are seen here, nothing is called, and nothing
 * is HTML.
 * @param fill is given what stands between the tags, and nothing of what comes from the view
 * @throws Error for what is no Mustache
 */
export function render(template: string, view: unknown, fill: (text: string) => string): string {
  let written = '';
  let turns = MOST_TURNS;
  go(parse(template), [view]);
  return written;

  function go(spans: TemplateSpans, seen: readonly unknown[]): void {
    for (const [type, name, , , inner] of spans) {
      if (written.length >= LONGEST) return;
      if (type === 'text') write(fill(name));
      else if (type === 'name' || type === '&') write(textOf(lookUp(name, seen)));
      else if (isSpans(inner)) section(type === '^', lookUp(name, seen), inner, seen);
    }
  }

  function section(isInverted: boolean, value: unknown, inner: TemplateSpans, seen: readonly unknown[]): void {
    const values = Array.isArray(value) ? value : value ? [value] : [];
    if (isInverted) {
      if (values.length === 0) go(inner, seen);
      return;
    }
    for (const each of values.slice(0, turns)) {
      if (written.length >= LONGEST || turns-- <= 0) return;
      go(inner, [...seen, each]);
    }
  }

  function write(text: string): void {
    written += text.slice(0, LONGEST - written.length);
  }
}

/** As Mustache looks up names: the nearest around that has the first of them decides. */
function lookUp(name: string, seen: readonly unknown[]): unknown {
  if (name === '.') return seen.at(-1);
  const [first = '', ...rest] = name.split('.');
  const found = seen.findLast((each) => hasOwn(each, first));
  const value = [first, ...rest].reduce<unknown>(
    (inside, key) => (hasOwn(inside, key) ? inside[key] : undefined),
    found,
  );
  return typeof value === 'function' ? undefined : value;
}

/** A list has its members, and no length. */
function hasOwn(value: unknown, key: string): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? /^\d+$/.test(key) && Object.hasOwn(value, key) : Object.hasOwn(value, key);
}

/** What can be said of a value; nothing of an object or a function. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, LONGEST_VALUE);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value))
    return value
      .slice(0, MOST_TURNS)
      .filter((each) => !Array.isArray(each))
      .map(textOf)
      .filter(Boolean)
      .join(', ');
  return '';
}
