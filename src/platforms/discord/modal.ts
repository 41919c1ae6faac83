import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmitInteraction,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { FormStart } from '../../../commands/desk.ts';
import type { Choice } from '../../../commands/verbs.ts';
import { type Locale, say, type TextKey } from '../../texts.ts';
import { wordsField } from '../form-start.ts';
import type { ChatFile } from '../platform.ts';
import { LIMITS } from './limits.ts';
import { attachedFile } from './pictures.ts';

/** What a form that was sent holds; parts left empty are absent. */
export interface Filled {
  readonly text?: string;
  readonly voiceId?: string;
  readonly photo?: ChatFile;
  readonly presenter?: string;
  readonly audio?: ChatFile;
}

/**
 * The form for a video.
 * @param id what it is about; all that is known of it when it is sent
 * @param faceless absent where the photo is known; else the presenter that was chosen already, as it was typed
 */
export function form(
  id: string,
  start: FormStart,
  locale: Locale,
  faceless?: { readonly presenter: string | undefined },
): APIModalInteractionResponseCallbackData {
  const field = (name: TextKey, about: TextKey, component: APILabelComponent['component']): APILabelComponent => ({
    type: ComponentType.Label,
    label: say(name, {}, locale),
    description: say(about, {}, locale),
    component,
  });
  const upload = (custom_id: string, type: 'image' | 'audio'): APILabelComponent['component'] => ({
    type: ComponentType.FileUpload,
    custom_id,
    min_values: 0,
    max_values: 1,
    required: false,
    file_types: [type],
  });
  const text = field('form_text', 'form_text_about', {
    type: ComponentType.TextInput,
    custom_id: 'text',
    style: TextInputStyle.Paragraph,
    required: false,
    max_length: LIMITS.words,
    ...wordsField(start.text, LIMITS.words, locale),
  });
  const options = start.voices.slice(0, LIMITS.options).map(({ id: value, name }) => ({
    label: name.slice(0, LIMITS.optionLabel).toWellFormed(),
    value,
    default: value === start.voiceId,
  }));
  const voice = field('form_voice', 'form_voice_about', {
    type: ComponentType.StringSelect,
    custom_id: 'voice',
    min_values: 0,
    max_values: 1,
    required: false,
    options,
  });
  const presenters = withChosen(start.presenters ?? [], faceless?.presenter).map(({ id: value, name }) => ({
    label: name.slice(0, LIMITS.optionLabel).toWellFormed(),
    value,
    default: value === faceless?.presenter,
  }));
  const presenter = field('field_presenter', 'discord_option_presenter_about', {
    type: ComponentType.StringSelect,
    custom_id: 'presenter',
    min_values: 0,
    max_values: 1,
    required: false,
    options: presenters,
  });
  const photo = field('form_photo', 'form_photo_about', upload('photo', 'image'));
  const audio = field('form_audio', 'form_audio_about', upload('audio', 'audio'));
  return {
    custom_id: id,
    title: say('form_title', {}, locale),
    // at most five, and a select without options is refused
    components: [
      ...(faceless ? [photo] : []),
      ...(faceless && presenters.length > 0 ? [presenter] : []),
      text,
      ...(options.length > 0 ? [voice] : []),
      audio,
    ],
  };
}

/** The presenters to choose from; one that was chosen already is among them, also where it is not known. */
function withChosen(presenters: readonly Choice[], chosen: string | undefined): readonly Choice[] {
  const isKnown = chosen === undefined || presenters.some(({ id }) => id === chosen);
  return (isKnown ? presenters : [{ id: chosen, name: chosen }, ...presenters]).slice(0, LIMITS.options);
}

/** Reads a form that was sent. */
export function readForm({ data }: APIModalSubmitInteraction): Filled {
  const fields = new Map(
    data.components.flatMap((part) =>
      part.type === ComponentType.Label ? [[part.component.custom_id, part.component] as const] : [],
    ),
  );
  const file = (name: string): ChatFile | undefined => {
    const field = fields.get(name);
    const id = field?.type === ComponentType.FileUpload ? field.values[0] : undefined;
    const attachment = id === undefined ? undefined : data.resolved?.attachments?.[id];
    return attachment && attachedFile(attachment);
  };
  const typed = fields.get('text');
  const text = typed?.type === ComponentType.TextInput ? typed.value.trim() : '';
  const choice = (name: string): string | undefined => {
    const field = fields.get(name);
    return field?.type === ComponentType.StringSelect ? field.values[0] : undefined;
  };
  const [voiceId, presenter] = [choice('voice'), choice('presenter')];
  const [photo, audio] = [file('photo'), file('audio')];
  return {
    ...(text && { text }),
    ...(voiceId !== undefined && { voiceId }),
    ...(photo && { photo }),
    ...(presenter !== undefined && { presenter }),
    ...(audio && { audio }),
  };
}
