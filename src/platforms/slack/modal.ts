import type { types } from '@slack/bolt';
import type { FormStart } from '../../../commands/desk.ts';
import { type Locale, say, type TextKey } from '../../texts.ts';
import { wordsField } from '../form-start.ts';
import { RATIOS } from '../ratios.ts';
import { option, plain, suggested, upload } from './fields.ts';
import { LIMITS } from './limits.ts';
import { type AvatarData, writeData } from './modal-data.ts';

export const FORM = 'avatar';

/** The fields of the form: names of blocks, and of what is in each. */
export type FieldName = 'photo' | 'presenter' | 'text' | 'voice' | 'audio' | 'ratio' | 'prompt';

/** Kling's own limit (characters). */
const PROMPT = 2_500;

/** The form for a video; it asks for a photo unless it is about one, and offers presenters in its place where there are any. */
export function form(data: AvatarData, start: FormStart): types.ModalView {
  const { locale } = data;
  const words = wordsField(start.text, LIMITS.words, locale);
  const chosen = start.voices.find(({ id }) => id === start.voiceId);
  const hasPresenters = (start.presenters ?? []).length > 0;
  const field = (name: FieldName, label: TextKey, hint: TextKey, element: types.InputBlock['element']) =>
    ({
      type: 'input',
      block_id: name,
      optional: true,
      label: plain(say(label, {}, locale)),
      hint: plain(say(hint, {}, locale)),
      element,
    }) satisfies types.InputBlock;
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: writeData(data),
    title: plain(say('form_title', {}, locale)),
    submit: plain(say('slack_form_send', {}, locale)),
    close: plain(say('slack_form_close', {}, locale)),
    blocks: [
      ...(data.kind === 'new' ? [field('photo', 'form_photo', 'form_photo_about', upload('photo', 'photo'))] : []),
      ...(data.kind === 'new' && hasPresenters
        ? [field('presenter', 'field_presenter', 'slack_form_presenter_about', suggested('presenter'))]
        : []),
      field('text', 'form_text', 'form_text_about', {
        type: 'plain_text_input',
        action_id: 'text',
        multiline: true,
        max_length: LIMITS.words,
        ...(words.value !== undefined && { initial_value: words.value }),
        ...(words.placeholder !== undefined && { placeholder: plain(words.placeholder) }),
      }),
      field('voice', 'form_voice', 'form_voice_about', suggested('voice', chosen)),
      field('audio', 'form_audio', 'form_audio_about', upload('audio', 'audio')),
      field('ratio', 'form_ratio', 'slack_form_ratio_about', {
        type: 'static_select',
        action_id: 'ratio',
        options: RATIOS.map((ratio) => option(ratio, ratio)),
      }),
      field('prompt', 'form_prompt', 'slack_form_prompt_about', {
        type: 'plain_text_input',
        action_id: 'prompt',
        multiline: true,
        max_length: PROMPT,
      }),
    ],
  };
}

/** A form that nothing can be done with any more. */
export function outdatedForm(locale: Locale): types.ModalView {
  return {
    type: 'modal',
    title: plain(say('form_title', {}, locale)),
    close: plain(say('slack_form_close', {}, locale)),
    blocks: [{ type: 'section', text: plain(say('chat_outdated', {}, locale)) }],
  };
}
