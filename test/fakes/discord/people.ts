import {
  type APIApplicationCommand,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js';
import { listOf } from '../loose.ts';
import { type Asked, asked } from './asked.ts';
import { optionsBelow } from './command-rules.ts';
import type { Registry } from './commands.ts';
import { flatten } from './component-rules.ts';
import { dmWith } from './guilds.ts';
import { type AskParts, ask } from './interaction-payloads.ts';
import { mentionsOf } from './mentions.ts';
import { fillModal, type ModalValues } from './modal-answers.ts';
import { fillIn, isOffered, type OptionValues } from './options.ts';
import { may, permissionsIn } from './permissions.ts';
import { post } from './post.ts';
import { type MessageView, view } from './views.ts';
import { userJson } from './wire.ts';
import { messageJson } from './wire-messages.ts';
import type { ChannelRecord, MessageRecord, SentFile, UserRecord, World } from './world.ts';

/** Where something is done: a channel, a thread or a direct message, as the fake's makers return them. */
export interface Place {
  readonly record: ChannelRecord;
}

/** What a person says in a channel. */
export interface Said {
  readonly content?: string;
  readonly files?: readonly SentFile[];
  readonly embeds?: readonly APIEmbed[];
  readonly components?: readonly APIMessageTopLevelComponent[];
  readonly replyTo?: Pick<MessageView, 'record'>;
  /** Whether the reply notifies its author, as clients have it unless one switches it off. Default true. */
  readonly ping?: boolean;
  readonly forward?: Pick<MessageView, 'record'>;
  /** Puts a mention of the bot before the content. */
  readonly mentionsBot?: boolean;
  /** A recording made in the client: one audio file and nothing else. */
  readonly voiceMessage?: SentFile;
}

/** A person (or another bot) and what they can do. What a client would not let them do is an Error. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly record: UserRecord;
  /** How a text mentions them. */
  readonly mention: string;
  /** Switches direct messages on or off. */
  takesDms(takes: boolean): void;
  dm(): Place;
  /** Types a slash command; one of a group is written `group command`. */
  slash(place: Place, name: string, options?: OptionValues): Asked;
  /** Types into one option of a command; the other options are what is filled in already. */
  autocomplete(place: Place, name: string, focused: string, options: OptionValues): Asked;
  /** Picks a message's menu entry. */
  messageMenu(message: Pick<MessageView, 'record'>, name: string): Asked;
  /** Presses a button, by its label or custom id. */
  press(message: Pick<MessageView, 'record'>, labelOrId: string): Asked;
  select(message: Pick<MessageView, 'record'>, customId: string, values: readonly string[]): Asked;
  submitModal(shown: Asked, values: ModalValues): Asked;
  says(place: Place, what: Said | string): MessageView;
  deletes(message: Pick<MessageView, 'record'>): void;
}

export interface PeopleParts extends AskParts {
  readonly registry: Registry;
  readonly remove: (message: MessageRecord) => void;
}

export function person(parts: PeopleParts, record: UserRecord): Person {
  const { world, events, links, interactions, registry } = parts;
  const put = (act: Omit<Parameters<typeof ask>[1], 'user'>): Asked =>
    asked(ask(parts, { ...act, user: record }), interactions);

  function command(channel: ChannelRecord, name: string, type: ApplicationCommandType): APIApplicationCommand {
    const found = registry.find(name, type, channel.guild?.id);
    if (!found || !isOffered(found, channel.guild !== undefined)) throw new Error(`There is no command "${name}" here`);
    const needed = BigInt(found.default_member_permissions ?? 0);
    const held = permissionsIn(channel, record.id);
    if ((held & needed) !== needed && (held & PermissionFlagsBits.Administrator) === 0n)
      throw new Error(`${record.name} is not offered "${name}"`);
    return found;
  }

  function typed(place: Place, name: string, values: OptionValues, focused?: string): Asked {
    const { record: channel } = place;
    const [root = '', ...path] = name.split(' ');
    const found = command(channel, root, ApplicationCommandType.ChatInput);
    const filled = fillIn({ ...parts, user: record }, optionsBelow(found.options ?? [], path), values, focused);
    // each step of the path wraps what is below it: a command (1) in a group (2)
    const options = path.reduceRight<unknown[]>(
      (inner, step, i) => [{ name: step, type: i === path.length - 1 ? 1 : 2, options: inner }],
      filled.options,
    );
    const isTyping = focused !== undefined;
    return put({
      channel,
      type: isTyping ? InteractionType.ApplicationCommandAutocomplete : InteractionType.ApplicationCommand,
      data: { ...named(found), options, resolved: filled.resolved },
      ...(!isTyping && { origin: { type: InteractionType.ApplicationCommand, name } }),
    });
  }

  function component(message: MessageRecord, customId: string, type: ComponentType | undefined) {
    reachable(message, record);
    const found = flatten(message.components).find(
      ({ custom_id, type: kind }) => custom_id === customId && (type === undefined || kind === type),
    );
    if (!found) throw new Error(`Nothing has the custom id "${customId}"`);
    if (found.disabled === true) throw new Error(`"${customId}" is disabled`);
    return found;
  }

  function use(message: MessageRecord, data: object): Asked {
    const origin = { type: InteractionType.MessageComponent, messageId: message.id } as const;
    return put({ channel: message.channel, type: InteractionType.MessageComponent, data, source: message, origin });
  }

  return {
    id: record.id,
    name: record.name,
    mention: `<@${record.id}>`,
    record,
    takesDms(takes) {
      record.takesDms = takes;
    },
    dm: () => ({ record: dmWith(world, record) }),
    slash: (place, name, options = {}) => typed(place, name, options),
    autocomplete: (place, name, focused, options) => typed(place, name, options, focused),
    messageMenu({ record: message }, name) {
      reachable(message, record);
      const found = command(message.channel, name, ApplicationCommandType.Message);
      // the target is readable whatever the intents
      const json = messageJson(message, { links, bot: world.bot, readsAll: true, tellsNonce: false });
      const resolved = { messages: { [message.id]: json } };
      return put({
        channel: message.channel,
        type: InteractionType.ApplicationCommand,
        data: { ...named(found), target_id: message.id, resolved },
        origin: { type: InteractionType.ApplicationCommand, name },
      });
    },
    press({ record: message }, labelOrId) {
      const { customId } = view(message).button(labelOrId);
      component(message, customId, ComponentType.Button);
      return use(message, { component_type: ComponentType.Button, custom_id: customId });
    },
    select({ record: message }, customId, values) {
      const found = component(message, customId, undefined);
      const chosen = { custom_id: customId, values };
      const offered = listOf(found.options).map((option) => (option as { value: string }).value);
      for (const value of values)
        if (found.type === ComponentType.StringSelect && !offered.includes(value))
          throw new Error(`No option ${value}`);
      const users = Object.fromEntries(
        values.flatMap((id) => world.users.get(id) ?? []).map((user) => [user.id, userJson(user)]),
      );
      const roles = Object.fromEntries(
        values.flatMap((id) => message.channel.guild?.roles.get(id) ?? []).map((role) => [role.id, role]),
      );
      const resolved =
        found.type === ComponentType.StringSelect ? {} : { resolved: { users, roles, members: {}, channels: {} } };
      return use(message, { component_type: found.type, ...chosen, ...resolved });
    },
    submitModal({ record: shown }, values) {
      const { modal, origin, source, channel } = shown;
      if (!modal || shown.user.id !== record.id) throw new Error(`${record.name} is shown no modal`);
      const data = { custom_id: modal.custom_id, ...fillModal(parts, modal, values) };
      const trigger = origin && ({ type: InteractionType.ModalSubmit, trigger: origin } as const);
      return put({
        channel,
        type: InteractionType.ModalSubmit,
        data,
        ...(source && { source }),
        ...(trigger && { origin: trigger }),
      });
    },
    says({ record: channel }, what) {
      const said = typeof what === 'string' ? { content: what } : what;
      return view(post(world, events, channel, { author: record, ...spoken(world, channel, said) }));
    },
    deletes: ({ record: message }) => parts.remove(message),
  };
}

function named({ id, name, type, guild_id }: APIApplicationCommand): object {
  return { id, name, type, ...(guild_id !== undefined && { guild_id }) };
}

/** A message one can do something with: there, and seen by this person. */
function reachable({ deleted, onlyFor, channel }: MessageRecord, user: UserRecord): void {
  if (deleted) throw new Error('The message is gone');
  if (onlyFor && onlyFor.id !== user.id) throw new Error(`${user.name} does not see this message`);
  if (channel.guild && !may(channel, user.id, PermissionFlagsBits.ViewChannel))
    throw new Error(`${user.name} does not see this channel`);
}

function spoken(world: World, channel: ChannelRecord, said: Said) {
  const { voiceMessage, replyTo, forward, ping = true } = said;
  if (voiceMessage && (said.content || said.mentionsBot || said.files?.length))
    throw new Error('A voice message has no text and no other files');
  const content = `${said.mentionsBot ? `<@${world.bot.id}> ` : ''}${said.content ?? ''}`;
  const replied = replyTo?.record;
  const notified = mentionsOf(world, content, undefined, ping ? replied : undefined);
  const target = replied ?? forward?.record;
  const reference = target && ({ type: forward ? 1 : 0, channelId: target.channel.id, messageId: target.id } as const);
  if (replied && replied.channel !== channel) throw new Error('One cannot reply to a message of another channel');
  return {
    content,
    files: voiceMessage ? [voiceMessage] : (said.files ?? []),
    embeds: [...(said.embeds ?? [])],
    components: [...(said.components ?? [])],
    flags: (voiceMessage ? MessageFlags.IsVoiceMessage : 0) | (forward ? MessageFlags.HasSnapshot : 0),
    ...notified,
    ...(reference && { reference }),
    ...(replied && { repliedTo: replied }),
    ...(forward && { snapshot: forward.record }),
  };
}
