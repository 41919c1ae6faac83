import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import { isObject, type Loose, listOf, textOf } from '../loose.ts';
import type { Problems } from './field-problems.ts';
import { LIMITS } from './limits.ts';

type Path = readonly (string | number)[];

const SELECTS: readonly unknown[] = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
];

/** Every component below some others, the outer before the inner. */
export function flatten(components: readonly unknown[]): Loose[] {
  return components.filter(isObject).flatMap((component) => {
    const inner = [...listOf(component.components), component.component, component.accessory];
    return [component, ...flatten(inner)];
  });
}

/** The rules for a message's components that the specification does not state. */
export function checkComponents(components: readonly unknown[], flags: number, problems: Problems): void {
  const isV2 = (flags & MessageFlags.IsComponentsV2) !== 0;
  const all = flatten(components);
  if (isV2 && all.length > LIMITS.componentsV2)
    problems.add(['components'], 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', 'Too many components.');
  if (!isV2) {
    problems.count(['components'], components, 0, LIMITS.rows);
    for (const [i, { type }] of components.filter(isObject).entries())
      if (type !== ComponentType.ActionRow)
        problems.add(['components', i], 'UNION_TYPE_CHOICES', 'Only action rows, without the flag of Components V2.');
  }
  const ids = all.flatMap(({ custom_id }) => (typeof custom_id === 'string' ? [custom_id] : []));
  if (new Set(ids).size < ids.length)
    problems.add(['components'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  for (const [i, component] of components.entries()) checkOne(component, ['components', i], problems);
}

function checkOne(component: unknown, path: Path, problems: Problems): void {
  if (!isObject(component)) return;
  for (const [i, inner] of listOf(component.components).entries())
    checkOne(inner, [...path, 'components', i], problems);
  checkOne(component.accessory, [...path, 'accessory'], problems);
  if (component.type === ComponentType.ActionRow) checkRow(listOf(component.components), path, problems);
  if (component.type === ComponentType.Button) checkButton(component, path, problems);
  if (SELECTS.includes(component.type)) checkSelect(component, path, problems);
}

function checkRow(inner: readonly unknown[], path: Path, problems: Problems): void {
  problems.count([...path, 'components'], inner, 1, LIMITS.buttonsPerRow);
  const types = inner.filter(isObject).map(({ type }) => type);
  if (types.some((type) => SELECTS.includes(type)) && types.length > 1)
    problems.add([...path, 'components'], 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'A select has a row to itself.');
}

function checkButton(button: Loose, path: Path, problems: Problems): void {
  const isLink = button.style === ButtonStyle.Link;
  const [customId, url, label] = [textOf(button.custom_id), textOf(button.url), textOf(button.label)];
  if (isLink) {
    if (customId)
      problems.add([...path, 'custom_id'], 'BUTTON_COMPONENT_CUSTOM_ID_AND_URL', 'A link has no custom id.');
    if (!/^(https?|discord):\/\//.test(url))
      problems.add([...path, 'url'], 'URL_TYPE_INVALID_SCHEME', 'Not a well formed URL.');
  } else if (button.style !== ButtonStyle.Premium) {
    problems.length([...path, 'custom_id'], customId, 1, LIMITS.customId);
    if (url) problems.add([...path, 'url'], 'BUTTON_COMPONENT_INVALID_URL', 'Only a link has a URL.');
  }
  if (!label && !isObject(button.emoji))
    problems.add([...path, 'label'], 'BASE_TYPE_REQUIRED', 'A label or an emoji is required.');
  problems.length([...path, 'label'], label, 0, LIMITS.buttonLabel);
}

/** The rules for a select, in a message or a modal. */
export function checkSelect(select: Loose, path: Path, problems: Problems): void {
  problems.length([...path, 'custom_id'], textOf(select.custom_id), 1, LIMITS.customId);
  problems.length([...path, 'placeholder'], textOf(select.placeholder), 0, LIMITS.placeholder);
  if (select.type !== ComponentType.StringSelect) return;
  const options = listOf(select.options).filter(isObject);
  problems.count([...path, 'options'], options, 1, LIMITS.options);
  const values = options.map(({ value }) => value);
  if (new Set(values).size < values.length)
    problems.add(
      [...path, 'options'],
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
      'The specified option value is already used',
    );
  for (const [i, option] of options.entries()) {
    for (const field of ['label', 'value'])
      problems.length([...path, 'options', i, field], textOf(option[field]), 1, LIMITS.optionText);
    problems.length([...path, 'options', i, 'description'], textOf(option.description), 0, LIMITS.optionText);
  }
  const [least, most] = [select.min_values ?? 1, select.max_values ?? 1];
  if (typeof least === 'number' && typeof most === 'number' && (least > most || most > options.length))
    problems.add(
      [...path, 'max_values'],
      'BASE_TYPE_BAD_INTEGER',
      'More values than options, or fewer than the least.',
    );
  const defaults = options.filter((option) => option.default === true).length;
  if (defaults > Number(most))
    problems.add([...path, 'options'], 'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES', 'Too many defaults.');
}
