import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
} from 'discord.js';
import type { Locale } from '../../texts.ts';
import { actionIds } from '../action-ids.ts';
import type { Button, Message, Picker } from '../message.ts';
import { oneLine } from '../plain.ts';
import { LIMITS } from './limits.ts';
import { plainLine } from './lines.ts';

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Stands behind the actions of a status message as it was posted, and of nothing else. */
export const STATUS_MARK = '~s';

const STYLES = { main: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;

/** Where the bot can be used at all. */
const USABLE: ChannelType[] = [
  ChannelType.GuildText,
  ChannelType.GuildVoice,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildStageVoice,
  ChannelType.GuildForum,
];

/**
 * What can be pressed below a message: a row for each picker, then the buttons, five in a row.
 * @param mark stands behind each action
 */
export function renderComponents({ locale, buttons = [], pickers = [] }: Message, mark = ''): Row[] {
  const customId = actionIds(mark);
  const rows = pickers.map((picker) => row(renderPicker(picker, locale, customId)));
  for (let from = 0; from < buttons.length; from += LIMITS.buttonsPerRow) {
    const some = buttons.slice(from, from + LIMITS.buttonsPerRow);
    rows.push(row(...some.map((button) => renderButton(button, locale, customId))));
  }
  if (rows.length > LIMITS.rows) throw new RangeError(`A message has at most ${LIMITS.rows} rows of components`);
  return rows;
}

function row(...components: APIComponentInMessageActionRow[]): Row {
  return { type: ComponentType.ActionRow, components };
}

type CustomIds = ReturnType<typeof actionIds>;

function renderButton({ label: line, style, does }: Button, locale: Locale, customId: CustomIds): APIButtonComponent {
  const label = oneLine(plainLine(line, locale), LIMITS.buttonLabel);
  const type = ComponentType.Button;
  if ('url' in does) return { type, label, style: ButtonStyle.Link, url: does.url };
  return { type, label, style: style ? STYLES[style] : ButtonStyle.Secondary, custom_id: customId(does) };
}

function renderPicker(
  { kind, label, does, chosen }: Picker,
  locale: Locale,
  customId: CustomIds,
): APIComponentInMessageActionRow {
  const ids = chosen.slice(0, LIMITS.picked);
  const shared = {
    custom_id: customId(does),
    placeholder: oneLine(plainLine(label, locale), LIMITS.placeholder),
    min_values: 0,
    max_values: LIMITS.picked,
  };
  switch (kind) {
    case 'roles': {
      const default_values = ids.map((id) => ({ id, type: SelectMenuDefaultValueType.Role as const }));
      return { type: ComponentType.RoleSelect, ...shared, default_values };
    }
    case 'channels': {
      const default_values = ids.map((id) => ({ id, type: SelectMenuDefaultValueType.Channel as const }));
      return { type: ComponentType.ChannelSelect, ...shared, channel_types: USABLE, default_values };
    }
    case 'people': {
      const default_values = ids.map((id) => ({ id, type: SelectMenuDefaultValueType.User as const }));
      return { type: ComponentType.UserSelect, ...shared, default_values };
    }
  }
}
