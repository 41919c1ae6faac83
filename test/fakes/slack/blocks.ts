import { isObject, type Loose, listOf, textOf } from '../loose.ts';
import { ANY_TEXT, type Check, createCheck, PLAIN } from './blocks-check.ts';
import { checkElement, type ElementPlace } from './blocks-elements.ts';
import { BLOCK_LIMITS as LIMITS } from './blocks-limits.ts';

/** What blocks are part of; each allows its own. */
export type Surface = 'message' | 'modal' | 'home';

type Path = readonly (string | number)[];

/**
 * What is wrong with the blocks of a message or a view, in the words of Slack's `response_metadata.messages`; empty where
 * nothing is. That a message's blocks are too long together ({@link blockCharacters}) is another error.
 */
export function blockProblems(blocks: unknown, surface: Surface): string[] {
  const check = createCheck();
  const list = check.list(blocks, 0, LIMITS.blocks[surface], 'blocks');
  const ids = new Set<string>();
  for (const [i, block] of list.entries()) {
    checkBlock(check, block, surface, ['blocks', i]);
    const id = textOf(block.block_id);
    if (id !== '' && ids.has(id)) check.add(`block_id ${id} already exists`, 'blocks', i, 'block_id');
    ids.add(id);
  }
  const markdown = list
    .filter(({ type }) => type === 'markdown')
    .reduce((sum, { text }) => sum + textOf(text).length, 0);
  if (markdown > LIMITS.markdown) check.add(`must be less than ${LIMITS.markdown + 1} characters`, 'blocks');
  return check.found;
}

/** How many characters all that is written in blocks comes to; beyond 13,200 a message is `msg_blocks_too_long`. */
export function blockCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + blockCharacters(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, inner]) =>
      sum + (name === 'text' && typeof inner === 'string' ? inner.length : blockCharacters(inner)),
    0,
  );
}

/** The blocks as Slack keeps and shows them: those without an id are given one, and what has a default has it. */
export function keptBlocks(blocks: readonly unknown[], newId: () => string): unknown[] {
  return blocks.map((block) => {
    const inner = keptPart(block, newId);
    if (!isObject(inner)) return inner;
    const defaults = inner.type === 'input' ? { optional: false, dispatch_action: false } : {};
    return { ...defaults, ...inner, block_id: inner.block_id ?? newId() };
  });
}

/** The same of anything in a block or a view, such as a title. */
export function keptPart(value: unknown, newId: () => string): unknown {
  if (Array.isArray(value)) return value.map((part) => keptPart(part, newId));
  if (!isObject(value)) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, keptPart(part, newId)]));
  if (value.type === 'plain_text') return { ...inner, emoji: value.emoji ?? true };
  if (value.type === 'mrkdwn') return { ...inner, verbatim: value.verbatim ?? false };
  const isUsable = INTERACTIVE.test(textOf(value.type));
  return isUsable ? { ...inner, action_id: value.action_id ?? newId() } : inner;
}

const INTERACTIVE = /^(button|overflow|checkboxes|radio_buttons|\w+_select|\w+picker|\w+_input)$/;

const ALLOWED: Readonly<Record<string, readonly Surface[]>> = {
  section: ['message', 'modal', 'home'],
  header: ['message', 'modal', 'home'],
  divider: ['message', 'modal', 'home'],
  context: ['message', 'modal', 'home'],
  actions: ['message', 'modal', 'home'],
  image: ['message', 'modal', 'home'],
  rich_text: ['message', 'modal', 'home'],
  input: ['message', 'modal', 'home'],
  markdown: ['message'],
};

function checkBlock(check: Check, block: Loose, surface: Surface, path: Path): void {
  const type = textOf(block.type);
  if (!ALLOWED[type]?.includes(surface)) return void check.add(`unsupported type: ${type}`, ...path, 'type');
  check.string(block.block_id, 0, LIMITS.id, ...path, 'block_id');
  const own = FIELDS[type] ?? [];
  check.names(block, ['type', 'block_id', ...own], ...path);
  RULES[type]?.(check, block, surface, path);
}

type Rule = (check: Check, block: Loose, surface: Surface, path: Path) => void;

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  section: ['text', 'fields', 'accessory', 'expand'],
  header: ['text', 'level'],
  context: ['elements'],
  actions: ['elements'],
  image: ['image_url', 'slack_file', 'alt_text', 'title'],
  rich_text: ['elements'],
  input: ['label', 'element', 'hint', 'optional', 'dispatch_action'],
  markdown: ['text'],
};

const RULES: Readonly<Record<string, Rule>> = {
  section(check, { text, fields, accessory }, surface, path) {
    if (text === undefined && fields === undefined) check.add('must define either `text` or `fields`', ...path);
    check.optionalText(text, ANY_TEXT, LIMITS.sectionText, ...path, 'text');
    const list = check.list(fields, fields === undefined ? 0 : 1, LIMITS.fields, ...path, 'fields');
    for (const [i, field] of list.entries()) check.text(field, ANY_TEXT, LIMITS.fieldText, ...path, 'fields', i);
    if (accessory !== undefined) element(check, accessory, 'accessory', surface, [...path, 'accessory']);
  },
  header: (check, { text }, _surface, path) => check.text(text, PLAIN, LIMITS.headerText, ...path, 'text'),
  context(check, { elements }, _surface, path) {
    const list = check.list(elements, 1, LIMITS.contextElements, ...path, 'elements');
    for (const [i, part] of list.entries())
      if (part.type === 'image') image(check, part, [...path, 'elements', i]);
      else check.text(part, ANY_TEXT, LIMITS.sectionText, ...path, 'elements', i);
  },
  actions(check, { elements }, surface, path) {
    const list = check.list(elements, 1, LIMITS.actionsElements, ...path, 'elements');
    for (const [i, part] of list.entries()) element(check, part, 'actions', surface, [...path, 'elements', i]);
    const ids = list.map(({ action_id: id }) => id).filter((id) => id !== undefined);
    for (const [i, id] of ids.entries())
      if (ids.indexOf(id) < i) check.add(`action_id ${id} already exists`, ...path, 'elements', i, 'action_id');
  },
  image(check, block, _surface, path) {
    image(check, block, path);
    check.optionalText(block.title, PLAIN, LIMITS.imageTitle, ...path, 'title');
  },
  rich_text: (check, { elements }, _surface, path) =>
    void check.list(elements, 0, Number.POSITIVE_INFINITY, ...path, 'elements'),
  input(check, block, surface, path) {
    check.text(block.label, PLAIN, LIMITS.inputLabel, ...path, 'label');
    check.optionalText(block.hint, PLAIN, LIMITS.inputHint, ...path, 'hint');
    element(check, block.element, 'input', surface, [...path, 'element']);
  },
  markdown: (check, { text }, _surface, path) => check.string(text, 1, LIMITS.markdown, ...path, 'text'),
};

function element(check: Check, value: unknown, place: ElementPlace, surface: Surface, path: Path): void {
  if (!isObject(value)) return void check.add('must be an object', ...path);
  if (value.type === 'image' && place === 'accessory') return void image(check, value, path);
  checkElement(check, value, place, surface, path);
}

function image(check: Check, { image_url, slack_file, alt_text }: Loose, path: Path): void {
  if ((image_url === undefined) === (slack_file === undefined))
    check.add('must define either `image_url` or `slack_file`', ...path);
  check.string(image_url, 0, LIMITS.imageUrl, ...path, 'image_url');
  check.string(alt_text, 1, LIMITS.altText, ...path, 'alt_text');
}

/** Every element that a person can use, with its block: of actions, inputs and accessories. */
export function usableElements(blocks: readonly unknown[]): { readonly block: Loose; readonly element: Loose }[] {
  return blocks.filter(isObject).flatMap((block) =>
    [...(block.type === 'actions' ? listOf(block.elements) : []), block.element, block.accessory]
      .filter(isObject)
      .filter(({ type }) => INTERACTIVE.test(textOf(type)))
      .map((usable) => ({ block, element: usable })),
  );
}
