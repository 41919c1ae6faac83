import type { types } from '@slack/bolt';
import { LIMITS as OURS } from '../../../commands/limits.ts';
import type { Locale } from '../../texts.ts';
import { actionIds } from '../action-ids.ts';
import type { Button, Message, Picker } from '../message.ts';
import { oneLine } from '../plain.ts';
import { fitting } from './cut.ts';
import { LIMITS } from './limits.ts';
import { plainLine } from './lines.ts';
import { GROUP_ID, type Names, USER_ID } from './names.ts';

/** Lets the bot see user groups. */
const GROUPS_SCOPE = 'usergroups:read';

const CHANNEL_ID = /^[CG][A-Z0-9]{1,20}$/;

const STYLES = { main: 'primary', danger: 'danger' } as const;

/** Words for where Slack knows no mrkdwn: one line of at most so many characters, in which `:smile:` stays what it is. */
export function plainText(words: string, limit: number): types.PlainTextElement {
  return { type: 'plain_text', text: oneLine(words, limit) || '…', emoji: false };
}

/** Pieces of mrkdwn in as many sections as they need: as one text to whoever reads it, cut at a line's end where there is one. */
export function sections(content: readonly string[]): types.SectionBlock[] {
  const all: types.SectionBlock[] = [];
  for (let from = 0; from < content.length; ) {
    const rest = content.slice(from);
    const most = fitting(rest, LIMITS.section);
    const end = most < rest.length ? rest.lastIndexOf('\n', most) : -1;
    const length = end > 0 ? end : most;
    all.push(section(rest.slice(0, length).join('')));
    from += end > 0 ? length + 1 : length;
  }
  return all;
}

/** Verbatim, so that Slack makes no links of words; expanded, so that nothing hides behind “see more”. */
function section(text: string): types.SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true }, expand: true };
}

/** What can be pressed below a message: a section for each picker, then the buttons. */
export function renderControls({ locale, buttons = [], pickers = [] }: Message, names: Names): types.KnownBlock[] {
  if (buttons.length > LIMITS.buttons) throw new RangeError(`A message has at most ${LIMITS.buttons} buttons`);
  const actionId = actionIds();
  const picked = pickers.map((picker) => renderPicker(picker, locale, names, actionId));
  const elements = buttons.map((button) => renderButton(button, locale, names, actionId));
  return [...picked, ...(elements.length > 0 ? [{ type: 'actions' as const, elements }] : [])];
}

type ActionIds = ReturnType<typeof actionIds>;

function renderButton({ label, style, does }: Button, locale: Locale, names: Names, actionId: ActionIds): types.Button {
  const words = plainLine(label, locale, names);
  const text = plainText(words, LIMITS.buttonLabel);
  return {
    type: 'button',
    text,
    ...(text.text.length > LIMITS.buttonSeen && { accessibility_label: text.text }),
    ...(style && { style: STYLES[style] }),
    ...('url' in does ? { url: does.url } : { action_id: actionId(does) }),
  };
}

/**
 * Its label stands beside it as well as in it while it is empty: the one is seen always, the other read out with the picker. Where there
 * is nothing to pick from, that is said as well.
 */
function renderPicker(picker: Picker, locale: Locale, names: Names, actionId: ActionIds): types.SectionBlock {
  const words = plainLine(picker.label, locale, names);
  const shared = {
    action_id: actionId(picker.does),
    placeholder: plainText(words, LIMITS.placeholder),
    max_selected_items: OURS.picked,
  };
  const none = picker.kind === 'roles' && names.noGroups === true;
  const hint = none ? [plainLine({ key: 'slack_no_groups', params: { scope: { code: GROUPS_SCOPE } } }, locale)] : [];
  return {
    type: 'section',
    text: plainText([words, ...hint].join(' – '), LIMITS.section),
    accessory: { ...select(picker, names), ...shared },
  };
}

/** A menu with what is chosen already. Slack refuses a whole message for one id that is none, and some lists for being empty. */
export function select(
  { kind, chosen }: Pick<Picker, 'kind' | 'chosen'>,
  names: Pick<Names, 'group'>,
): types.MultiSelect {
  const known = (form: RegExp) => chosen.filter((id) => form.test(id)).slice(0, OURS.picked);
  switch (kind) {
    case 'people': {
      const initial_users = known(USER_ID);
      return { type: 'multi_users_select', ...(initial_users.length > 0 && { initial_users }) };
    }
    case 'channels': {
      const initial_conversations = known(CHANNEL_ID);
      const filter = { include: ['public' as const, 'private' as const], exclude_bot_users: true };
      const chosenNow = initial_conversations.length > 0 && { initial_conversations };
      return { type: 'multi_conversations_select', filter, ...chosenNow };
    }
    case 'roles': {
      const initial_options = known(GROUP_ID).map((id) => groupOption(id, names.group(id) ?? id));
      return {
        type: 'multi_external_select',
        min_query_length: 0,
        ...(initial_options.length > 0 && { initial_options }),
      };
    }
  }
}

/** A user group as a choice of the picker for roles: as it is chosen already, and as it is offered. */
export function groupOption(id: string, handle: string): types.PlainTextOption {
  return { text: plainText(`@${handle}`, LIMITS.optionText), value: id };
}
