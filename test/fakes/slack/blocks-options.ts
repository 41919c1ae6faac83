import { isObject, type Loose, listOf } from '../loose.ts';
import { ANY_TEXT, type Check, PLAIN } from './blocks-check.ts';
import { BLOCK_LIMITS as LIMITS } from './blocks-limits.ts';

type Path = readonly (string | number)[];

/** Options, whether plain or in groups, of which the ones chosen at first must be among them. */
export function staticOptions(check: Check, element: Loose, path: Path): void {
  const { options, option_groups: groups } = element;
  if ((options === undefined) === (groups === undefined))
    check.add('must define either `options` or `option_groups`', ...path);
  const offered: string[] = [];
  if (options !== undefined) offered.push(...optionList(check, options, LIMITS.options, PLAIN, [...path, 'options']));
  if (groups !== undefined)
    for (const [i, group] of check.list(groups, 1, LIMITS.optionGroups, ...path, 'option_groups').entries()) {
      check.text(group.label, PLAIN, LIMITS.groupLabel, ...path, 'option_groups', i, 'label');
      const inner = [...path, 'option_groups', i, 'options'];
      offered.push(...optionList(check, group.options, LIMITS.options, PLAIN, inner));
    }
  initial(check, element, offered, path);
}

export function fewOptions(check: Check, element: Loose, path: Path): void {
  const offered = optionList(check, element.options, LIMITS.fewOptions, ANY_TEXT, [...path, 'options']);
  initial(check, element, offered, path);
}

function initial(
  check: Check,
  { initial_option, initial_options }: Loose,
  offered: readonly string[],
  path: Path,
): void {
  const chosen = [...(initial_option === undefined ? [] : [initial_option]), ...listOf(initial_options)];
  if (initial_options !== undefined && listOf(initial_options).length === 0)
    check.add('no less than 1 items allowed', ...path, 'initial_options');
  for (const option of chosen)
    if (!offered.includes(JSON.stringify(essence(option))))
      check.add('initial option must exactly match a provided option', ...path);
}

export function optionList(check: Check, value: unknown, most: number, types: typeof PLAIN, path: Path): string[] {
  const list = check.list(value, 1, most, ...path);
  const values = new Set<unknown>();
  for (const [i, option] of list.entries()) {
    check.names(option, ['text', 'value', 'description', 'url'], ...path, i);
    check.text(option.text, types, LIMITS.optionText, ...path, i, 'text');
    check.string(option.value, 1, LIMITS.optionValue, ...path, i, 'value');
    check.optionalText(option.description, types, LIMITS.optionText, ...path, i, 'description');
    if (values.has(option.value)) check.add('duplicate option value', ...path, i, 'value');
    values.add(option.value);
  }
  return list.map((option) => JSON.stringify(essence(option)));
}

/** What two equal options have in common: Slack fills in `emoji` itself. */
function essence(option: unknown): unknown {
  if (!isObject(option)) return option;
  return [isObject(option.text) ? option.text.text : undefined, option.value];
}

/** What is chosen at first of what the app suggests: options, as they would be suggested. */
export function suggestedOptions(
  check: Check,
  { initial_option, initial_options, min_query_length }: Loose,
  path: Path,
): void {
  const single = initial_option === undefined ? [] : [initial_option];
  if (single.length > 0) optionList(check, single, 1, PLAIN, [...path, 'initial_option']);
  if (initial_options !== undefined)
    optionList(check, initial_options, LIMITS.options, PLAIN, [...path, 'initial_options']);
  if (min_query_length !== undefined && (!Number.isInteger(min_query_length) || Number(min_query_length) < 0))
    check.add('must be a whole number', ...path, 'min_query_length');
}
