import mustache, { type TemplateSpans } from 'mustache';

/** What is written at most (characters): several times what one video can say. */
const LONGEST = 10_000;

/** Of one value that is filled in (characters). */
const LONGEST_VALUE = 5_000;

/** Tags, texts, members of lists and names that are looked at, all together: lists in lists would else be without end. */
const STEPS = 20_000;

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
  /** Of how many sections it is inside. */
  readonly depth: number;
}

/** @throws Error for what is no Mustache */
export function partsOf(template: string): readonly Part[] {
  const flat = (spans: TemplateSpans, depth: number): Part[] =>
    spans.flatMap(([type, text, , , inner]) => [
      { type, text, depth },
      ...(isSpans(inner) ? flat(inner, depth + 1) : []),
    ]);
  return flat(parse(template), 0);
}

const isSpans = (inner: unknown): inner is TemplateSpans => Array.isArray(inner);

/** Something that was written. */
export interface Written {
  readonly text: string;
  /** It stands in the template itself, between the tags: nothing of it comes from the view. */
  readonly own: boolean;
}

/**
 * Fills Mustache's tags with what strangers sent. The library reads the template; what it would look up itself reaches prototypes, calls
 * functions and writes without end. Only own properties of plain objects and members of lists are seen here, nothing is called, and nothing
 * is HTML. It ends where it is too long or too much work.
 * @throws Error for what is no Mustache
 */
export function render(template: string, view: unknown): readonly Written[] {
  const written: Written[] = [];
  let room = LONGEST;
  let steps = STEPS;
  go(parse(template), [view]);
  return written;

  /** Whether one more thing may be looked at. */
  function step(): boolean {
    return room > 0 && steps-- > 0;
  }

  function go(spans: TemplateSpans, seen: readonly unknown[]): void {
    for (const [type, name, , , inner] of spans) {
      if (!step()) return;
      if (type === 'text') write(name, true);
      else if (type === 'name' || type === '&') write(textOf(lookUp(name, seen)), false);
      else if (isSpans(inner)) section(type === '^', lookUp(name, seen), inner, seen);
    }
  }

  function section(isInverted: boolean, value: unknown, inner: TemplateSpans, seen: readonly unknown[]): void {
    const values = Array.isArray(value) ? value : value ? [value] : [];
    if (isInverted) {
      if (values.length === 0) go(inner, seen);
      return;
    }
    for (const each of values) {
      if (!step()) return;
      go(inner, [...seen, each]);
    }
  }

  /** As Mustache looks up names: the nearest around that has the first of them decides. */
  function lookUp(name: string, seen: readonly unknown[]): unknown {
    if (name === '.') return seen.at(-1);
    const [first = '', ...rest] = name.split('.');
    const found = seen.findLast((each) => step() && hasOwn(each, first));
    const value = [first, ...rest].reduce<unknown>(
      (inside, key) => (step() && hasOwn(inside, key) ? inside[key] : undefined),
      found,
    );
    return typeof value === 'function' ? undefined : value;
  }

  /** What can be said of a value; nothing of an object or a function, or of a list in a list. */
  function textOf(value: unknown): string {
    if (!Array.isArray(value)) return scalar(value);
    let text = '';
    for (const each of value) {
      if (!step() || text.length >= LONGEST_VALUE) break;
      const next = scalar(each);
      if (next !== '') text += text === '' ? next : `, ${next}`;
    }
    return text.slice(0, LONGEST_VALUE);
  }

  function write(text: string, own: boolean): void {
    if (text !== '') written.push({ text: text.slice(0, room), own });
    room -= text.length;
  }
}

/** A list has its members, and no length. */
function hasOwn(value: unknown, key: string): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? /^\d+$/.test(key) && Object.hasOwn(value, key) : Object.hasOwn(value, key);
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, LONGEST_VALUE);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
