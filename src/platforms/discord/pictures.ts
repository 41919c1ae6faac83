import {
  type APIAttachment,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  type APIUnfurledMediaItem,
  ComponentType,
} from 'discord.js';
import { isPictureName, isRecordingName } from '../file-names.ts';
import type { ChatFile } from '../platform.ts';

/** As much of a message, or of a forwarded one, as may hold a picture. Any of it is missing where the bot may not read it. */
export interface Contents {
  readonly content?: string;
  readonly attachments?: readonly APIAttachment[];
  readonly embeds?: readonly APIEmbed[];
  readonly components?: readonly APIMessageTopLevelComponent[];
  readonly message_snapshots?: readonly { readonly message: Contents }[];
}

/** The first picture of a message: among its attachments, embeds (at Discord's own address), forwarded messages, components. */
export function findPicture(message: Contents): ChatFile | undefined {
  return pictures(message).next().value;
}

/** The first recording among the attachments of a message or of what it forwards; a voice message is one. */
export function findRecording(message: Contents): ChatFile | undefined {
  const own = message.attachments?.find((file) => isRecording(file.filename, file.content_type));
  if (own) return attachedFile(own);
  for (const { message: forwarded } of message.message_snapshots ?? []) {
    const recording = findRecording(forwarded);
    if (recording) return recording;
  }
  return undefined;
}

/** Whether nothing of a message is shown: no words, no files. So are others' messages for a bot that may not read them. */
export function isHollow({ content, attachments, embeds, components, message_snapshots }: Contents): boolean {
  return !content && [attachments, embeds, components, message_snapshots].every((part) => !part?.length);
}

export function attachedFile({ url, filename, size }: APIAttachment): ChatFile {
  return { url, name: filename, bytes: size };
}

function* pictures(message: Contents): Generator<ChatFile, undefined> {
  for (const file of message.attachments ?? []) {
    if (isPicture(file.filename, file.content_type)) yield attachedFile(file);
  }
  for (const { image, thumbnail } of message.embeds ?? []) {
    for (const media of [image, thumbnail]) {
      if (media?.proxy_url) yield unsized(media.proxy_url);
    }
  }
  for (const { message: forwarded } of message.message_snapshots ?? []) yield* pictures(forwarded);
  for (const component of message.components ?? []) yield* shown(component);
  return undefined;
}

/** Pictures that components show. */
function* shown(component: APIMessageTopLevelComponent): Generator<ChatFile, undefined> {
  switch (component.type) {
    case ComponentType.Container:
      for (const inner of component.components) yield* shown(inner);
      break;
    case ComponentType.Section:
      if (component.accessory.type === ComponentType.Thumbnail) yield* picture(component.accessory.media);
      break;
    case ComponentType.MediaGallery:
      for (const { media } of component.items) yield* picture(media);
      break;
    case ComponentType.File:
      yield* picture(component.file);
      break;
    default:
  }
  return undefined;
}

function* picture({ proxy_url, url, content_type }: APIUnfurledMediaItem): Generator<ChatFile, undefined> {
  const file = unsized(proxy_url ?? url);
  if (isPicture(file.name, content_type)) yield file;
  return undefined;
}

/** A file whose size Discord does not declare; it is counted while it is read. */
function unsized(url: string): ChatFile {
  const name = URL.parse(url)?.pathname.split('/').at(-1);
  return { url, name: name || 'picture', bytes: 0 };
}

/** By the declared type; by the name where none is declared. */
function isPicture(name: string, type: string | null | undefined): boolean {
  return type ? type.startsWith('image/') : isPictureName(name);
}

function isRecording(name: string, type: string | null | undefined): boolean {
  return type ? type.startsWith('audio/') : isRecordingName(name);
}
