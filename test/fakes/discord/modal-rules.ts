import { ComponentType } from 'discord.js';
import { isObject, type Loose, listOf, textOf } from '../loose.ts';
import { checkSelect, flatten } from './component-rules.ts';
import { DiscordError } from './errors.ts';
import { createProblems, type Problems } from './field-problems.ts';
import { LIMITS } from './limits.ts';

type Path = readonly (string | number)[];

/** Refuses a modal Discord would not show. @throws DiscordError 50035 */
export function checkModal(modal: Loose): void {
  const problems = createProblems();
  const components = listOf(modal.components);
  problems.length(['data', 'title'], textOf(modal.title), 1, LIMITS.modalTitle);
  problems.length(['data', 'custom_id'], textOf(modal.custom_id), 1, LIMITS.customId);
  problems.count(['data', 'components'], components, 1, LIMITS.modalComponents);
  const ids = flatten(components).flatMap(({ custom_id }) => (typeof custom_id === 'string' ? [custom_id] : []));
  if (new Set(ids).size < ids.length)
    problems.add(['data', 'components'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  for (const [i, component] of components.entries())
    if (isObject(component)) checkTopLevel(component, ['data', 'components', i], problems);
  if (problems.found.length > 0) throw new DiscordError(50035, problems.found);
}

function checkTopLevel(component: Loose, path: Path, problems: Problems): void {
  const inner = listOf(component.components).filter(isObject);
  switch (component.type) {
    case ComponentType.TextDisplay:
      problems.length([...path, 'content'], textOf(component.content), 1, LIMITS.textInput);
      break;
    case ComponentType.ActionRow:
      problems.count([...path, 'components'], inner, 1, 1);
      for (const [i, input] of inner.entries()) checkInput(input, [...path, 'components', i], problems, true);
      break;
    case ComponentType.Label:
      problems.length([...path, 'label'], textOf(component.label), 1, LIMITS.labelText);
      problems.length([...path, 'description'], textOf(component.description), 0, LIMITS.labelDescription);
      if (isObject(component.component)) checkInput(component.component, [...path, 'component'], problems, false);
      else problems.add([...path, 'component'], 'BASE_TYPE_REQUIRED', 'This field is required');
      break;
    default:
      problems.add([...path, 'type'], 'UNION_TYPE_CHOICES', 'A modal has labels, texts and rows of one text input.');
  }
}

function checkInput(input: Loose, path: Path, problems: Problems, ownLabel: boolean): void {
  problems.length([...path, 'custom_id'], textOf(input.custom_id), 1, LIMITS.customId);
  switch (input.type) {
    case ComponentType.TextInput:
      problems.length([...path, 'placeholder'], textOf(input.placeholder), 0, LIMITS.optionText);
      problems.length([...path, 'value'], textOf(input.value), 0, LIMITS.textInput);
      if (ownLabel) problems.length([...path, 'label'], textOf(input.label), 1, LIMITS.labelText);
      else if (typeof input.label === 'string')
        problems.add([...path, 'label'], 'LABEL_NOT_ALLOWED', 'The label stands around a text input, not in it.');
      break;
    case ComponentType.FileUpload:
      checkFileUpload(input, path, problems);
      break;
    case ComponentType.StringSelect:
      checkSelect(input, path, problems);
  }
}

function checkFileUpload(input: Loose, path: Path, problems: Problems): void {
  const { min_values: least = 1, max_values: most = 1, file_types: types } = input;
  if (Number(least) > Number(most))
    problems.add([...path, 'max_values'], 'BASE_TYPE_BAD_INTEGER', 'Fewer than the least.');
  for (const type of listOf(types))
    if (!/^(image|video|audio|\.[a-z0-9]+)$/.test(String(type)))
      problems.add([...path, 'file_types'], 'BASE_TYPE_CHOICES', 'image, video, audio or an extension.');
}
