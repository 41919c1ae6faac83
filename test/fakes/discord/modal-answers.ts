import {
  type APIInteractionDataResolved,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
} from 'discord.js';
import { isObject, type Loose, listOf, textOf } from '../loose.ts';
import { storeFile } from './files.ts';
import type { Links } from './links.ts';
import { checkFileType, type Mutable } from './options.ts';
import { attachmentJson } from './wire-messages.ts';
import type { SentFile, World } from './world.ts';

/** What a person puts into a modal: a text, the values of a select, files, a tick; under each field's custom id. */
export type ModalValue = string | readonly string[] | readonly SentFile[] | boolean;
export type ModalValues = Readonly<Record<string, ModalValue>>;

export interface Submitted {
  readonly components: unknown[];
  readonly resolved: APIInteractionDataResolved;
}

/**
 * Fills in a modal as a client does, which keeps to what its fields ask for; what is not given stays as it was shown.
 * @throws Error where a client would not let a person do it
 */
export function fillModal(
  { world, links }: { readonly world: World; readonly links: Links },
  modal: APIModalInteractionResponseCallbackData,
  values: ModalValues,
): Submitted {
  const resolved: Mutable<APIInteractionDataResolved> = {};
  const left = new Set(Object.keys(values));
  let nextId = 1;

  function submit(component: Loose): unknown {
    const id = nextId++;
    const { type } = component;
    switch (type) {
      case ComponentType.Label:
        return { type, id, component: isObject(component.component) ? submit(component.component) : undefined };
      case ComponentType.ActionRow:
        return { type, id, components: listOf(component.components).filter(isObject).map(submit) };
      case ComponentType.TextDisplay:
        return { type, id };
      default:
        return { type, id, custom_id: component.custom_id, ...answerTo(component) };
    }
  }

  function answerTo(field: Loose): Loose {
    const name = textOf(field.custom_id);
    const given = values[name];
    left.delete(name);
    switch (field.type) {
      case ComponentType.TextInput:
        return { value: text(name, field, given ?? textOf(field.value)) };
      case ComponentType.FileUpload:
        return { values: files(name, field, given ?? []) };
      case ComponentType.Checkbox:
        return { value: given ?? field.default === true };
      case ComponentType.RadioGroup:
        return { value: choices(name, field, given)[0] ?? null };
      default:
        return { values: choices(name, field, given) };
    }
  }

  function files(name: string, field: Loose, given: ModalValue): string[] {
    if (!Array.isArray(given) || given.some((file) => typeof file === 'string')) throw new Error(`${name} takes files`);
    const sent: SentFile[] = given;
    bounded(name, sent.length, field, field.required !== false);
    const types = listOf(field.file_types).map(String);
    return sent.map((file) => {
      checkFileType(file, types);
      const stored = storeFile(world, file, { application: world.bot.id });
      resolved.attachments = { ...resolved.attachments, [stored.id]: attachmentJson(stored, links) };
      return stored.id;
    });
  }

  const components = listOf(modal.components).filter(isObject).map(submit);
  if (left.size > 0) throw new Error(`The modal has no field ${[...left]}`);
  return { components, resolved };
}

function text(name: string, field: Loose, given: ModalValue): string {
  if (typeof given !== 'string') throw new Error(`${name} takes a text`);
  const least = Number(field.min_length ?? (field.required === false ? 0 : 1));
  const most = Number(field.max_length ?? 4_000);
  if ((given !== '' || field.required !== false) && (given.length < least || given.length > most))
    throw new Error(`${name} takes ${least} to ${most} characters`);
  return given;
}

function choices(name: string, field: Loose, given: ModalValue | undefined): string[] {
  const options = listOf(field.options).filter(isObject);
  const shown = options.filter((option) => option.default === true).map(({ value }) => textOf(value));
  const chosen = given === undefined ? shown : (Array.isArray(given) ? given : [given]).map(String);
  const isList = field.type === ComponentType.StringSelect || field.type === ComponentType.RadioGroup;
  for (const value of chosen)
    if (isList && !options.some((option) => option.value === value)) throw new Error(`${name} offers no ${value}`);
  bounded(name, chosen.length, field, field.required !== false);
  return chosen;
}

function bounded(name: string, count: number, field: Loose, required: boolean): void {
  const least = required ? Number(field.min_values ?? 1) : 0;
  const most = Number(field.max_values ?? 1);
  if (count < least || count > most) throw new Error(`${name} takes ${least} to ${most}, not ${count}`);
}
