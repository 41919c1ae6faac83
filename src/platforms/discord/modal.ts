import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmitInteraction,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { FormStart } from '../../../commands/desk.ts';
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
  readonly audio?: ChatFile;
}

/**
 * The form for a video.
 * @param id what it is about; all that is known of it when it is sent
 * @param asksForPhoto whether a photo is still to be given
 */
export function form(
  id: string,
  start: FormStart,
  locale: Locale,
  asksForPhoto: boolean,
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
  const photo = field('form_photo', 'form_photo_about', upload('photo', 'image'));
  const audio = field('form_audio', 'form_audio_about', upload('audio', 'audio'));
  return {
    custom_id: id,
    title: say('form_title', {}, locale),
    // a select without options is refused
    components: [...(asksForPhoto ? [photo] : []), text, ...(options.length > 0 ? [voice] : []), audio],
  };
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
  const chosen = fields.get('voice');
  const voiceId = chosen?.type === ComponentType.StringSelect ? chosen.values[0] : undefined;
  const [photo, audio] = [file('photo'), file('audio')];
  return {
    ...(text && { text }),
    ...(voiceId !== undefined && { voiceId }),
    ...(photo && { photo }),
    ...(audio && { audio }),
  };
}
