import {
  type APIEmbed,
  type APIMessageTopLevelComponent,
  EmbedType,
  MessageFlags,
  type RESTAPIAttachment,
} from 'discord.js';
import type { UploadedFile } from './body.ts';
import { numbered } from './component-ids.ts';
import { checkComponents } from './component-rules.ts';
import { DiscordError } from './errors.ts';
import { createProblems, type Problems } from './field-problems.ts';
import { LIMITS } from './limits.ts';
import type { ChannelRecord, FileRecord, MessageRecord } from './world.ts';

/** What a request to make or edit a message may say, whichever way it comes. */
export interface MessageBody {
  readonly content?: string | null | undefined;
  readonly embeds?: readonly APIEmbed[] | null | undefined;
  readonly components?: readonly APIMessageTopLevelComponent[] | null | undefined;
  readonly attachments?: readonly RESTAPIAttachment[] | null | undefined;
  readonly flags?: number | null | undefined;
}

export interface Composed {
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: APIMessageTopLevelComponent[];
  readonly flags: number;
  /** Files that stay on it. */
  readonly kept: readonly FileRecord[];
  /** Files to be put on the CDN. */
  readonly added: readonly AddedFile[];
}

export interface AddedFile extends UploadedFile {
  readonly description?: string;
}

/** Flags the bot may set itself. */
const SETTABLE =
  MessageFlags.SuppressEmbeds |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsComponentsV2 |
  MessageFlags.IsVoiceMessage;

/**
 * What a message will consist of: a new one, or `before` as edited; what an edit does not name stays.
 * @throws DiscordError 50035 for what is malformed, 50006 for nothing, 40005 for a file too large
 */
export function compose(
  body: MessageBody,
  files: ReadonlyMap<string, UploadedFile>,
  where: { readonly channel: ChannelRecord; readonly before?: MessageRecord; readonly mayBeEphemeral?: boolean },
): Composed {
  const { channel, before, mayBeEphemeral = false } = where;
  const problems = createProblems();
  const content = body.content === undefined ? (before?.content ?? '') : (body.content ?? '');
  const embeds = body.embeds === undefined ? (before?.embeds ?? []) : (body.embeds ?? []);
  const components = body.components === undefined ? (before?.components ?? []) : (body.components ?? []);
  const settable = SETTABLE | (mayBeEphemeral ? MessageFlags.Ephemeral : 0);
  const asked = body.flags ?? 0;
  if ((asked & ~settable & ~(before?.flags ?? 0)) !== 0)
    problems.add(['flags'], 'MESSAGE_FLAGS_INVALID', 'Flags that cannot be set here.');
  const flags = ((before?.flags ?? 0) & ~MessageFlags.Loading) | asked;

  problems.length(['content'], content, 0, LIMITS.content);
  checkEmbeds(embeds, problems);
  checkComponents(components, flags, problems);
  if ((flags & MessageFlags.IsComponentsV2) !== 0 && (content !== '' || embeds.length > 0))
    problems.add(
      ['flags'],
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      'No content and embeds with Components V2.',
    );
  const { kept, added } = sortFiles(body.attachments, files, before, problems);
  checkReferences({ components, embeds }, [...kept, ...added], problems);
  if (problems.found.length > 0) throw new DiscordError(50035, problems.found);

  const most = LIMITS.upload[channel.guild?.tier ?? 0];
  if (added.some(({ bytes }) => bytes.length > (most ?? 0))) throw new DiscordError(40005);
  if (content.trim() === '' && embeds.length + components.length + kept.length + added.length === 0)
    throw new DiscordError(50006);
  return {
    content,
    embeds: embeds.map((embed) => ({ ...embed, type: EmbedType.Rich })),
    components: numbered(components),
    flags,
    kept,
    added,
  };
}

function checkEmbeds(embeds: readonly APIEmbed[], problems: Problems): void {
  problems.count(['embeds'], embeds, 0, LIMITS.embedsPerMessage);
  const characters = embeds.reduce((sum, embed) => {
    const fields = (embed.fields ?? []).flatMap(({ name, value }) => [name, value]);
    const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name, ...fields];
    return sum + texts.join('').length;
  }, 0);
  if (characters > LIMITS.embedCharacters)
    problems.add(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
}

/** Which files stay and which come: `attachments` names both, the new ones by the number of their part. */
function sortFiles(
  listed: MessageBody['attachments'],
  files: ReadonlyMap<string, UploadedFile>,
  before: MessageRecord | undefined,
  problems: Problems,
): { kept: FileRecord[]; added: AddedFile[] } {
  const kept: FileRecord[] = listed ? [] : [...(before?.files ?? [])];
  const added: AddedFile[] = [];
  const named = new Set<string>();
  for (const [i, { id, filename, description }] of (listed ?? []).entries()) {
    problems.length(['attachments', i, 'description'], description, 0, LIMITS.altText);
    const file = files.get(String(id));
    const existing = before?.files.find((one) => one.id === String(id));
    if (file) added.push({ ...file, ...(filename && { name: filename }), ...(description && { description }) });
    else if (existing) kept.push({ ...existing, ...(typeof description === 'string' && { description }) });
    else problems.add(['attachments', i, 'id'], 'ATTACHMENT_NOT_FOUND', `The attachment ${id} was not uploaded.`);
    named.add(String(id));
  }
  for (const [number, file] of files) if (!named.has(number)) added.push(file);
  problems.count(['attachments'], [...kept, ...added], 0, LIMITS.filesPerMessage);
  return { kept, added };
}

/** Every `attachment://name` must be the name of a file. */
function checkReferences(content: object, files: readonly { readonly name: string }[], problems: Problems): void {
  for (const [, name] of JSON.stringify(content).matchAll(/attachment:\/\/([^"]+)/g))
    if (!files.some((file) => file.name === name))
      problems.add(['attachments'], 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', `There is no file ${name}.`);
}
