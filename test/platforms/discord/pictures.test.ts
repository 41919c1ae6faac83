import { type APIAttachment, type APIMessageTopLevelComponent, ComponentType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { findPicture, findRecording, isHollow } from '../../../src/platforms/discord/pictures.ts';

const attachment = (filename: string, content_type?: string): APIAttachment => ({
  id: '1',
  filename,
  size: 10,
  url: `https://cdn.discordapp.com/attachments/1/2/${filename}?ex=1`,
  proxy_url: `https://media.discordapp.net/attachments/1/2/${filename}?ex=1`,
  ...(content_type && { content_type }),
});

const PROXIED = 'https://images-ext-1.discordapp.net/external/abc/https/example.org/face.jpg';
const embed = { image: { url: 'https://example.org/face.jpg', proxy_url: PROXIED } };
const media = (name: string, content_type?: string) => ({
  url: `https://example.org/${name}`,
  proxy_url: `https://media.discordapp.net/${name}`,
  ...(content_type && { content_type }),
});

describe('the picture of a message', () => {
  test.each([
    ['by its declared type', attachment('photo', 'image/webp'), true],
    ['by its name where no type is declared', attachment('photo.JPG'), true],
    ['not by its name against its type', attachment('photo.jpg', 'video/mp4'), false],
    ['not a recording', attachment('words.mp3', 'audio/mpeg'), false],
  ])('is an attachment %s', (_, file, isPicture) => {
    expect(findPicture({ attachments: [file] })?.url).toBe(isPicture ? file.url : undefined);
  });

  test('is named and sized as Discord declares it', () => {
    expect(
      findPicture({ attachments: [attachment('words.mp3', 'audio/mpeg'), attachment('a.png', 'image/png')] }),
    ).toEqual({
      url: 'https://cdn.discordapp.com/attachments/1/2/a.png?ex=1',
      name: 'a.png',
      bytes: 10,
    });
  });

  test('is an embed’s at Discord’s own address, never at the stranger’s', () => {
    expect(findPicture({ embeds: [embed] })).toEqual({ url: PROXIED, name: 'face.jpg', bytes: 0 });
    expect(findPicture({ embeds: [{ image: { url: 'https://example.org/face.jpg' } }] })).toBeUndefined();
    expect(findPicture({ embeds: [{ thumbnail: { url: 'x', proxy_url: PROXIED } }] })?.url).toBe(PROXIED);
  });

  const item = media('face.png', 'image/png');
  const gallery = {
    type: ComponentType.MediaGallery as const,
    items: [{ media: media('a.mp4', 'video/mp4') }, { media: item }],
  };
  const section: APIMessageTopLevelComponent = {
    type: ComponentType.Section,
    components: [{ type: ComponentType.TextDisplay, content: 'me' }],
    accessory: { type: ComponentType.Thumbnail, media: item },
  };
  const components: [string, APIMessageTopLevelComponent][] = [
    ['gallery', gallery],
    ['section', section],
    ['file', { type: ComponentType.File, file: item, name: 'face.png', size: 3 }],
    ['container', { type: ComponentType.Container, components: [gallery] }],
  ];
  test.each(components)('is found in a %s', (_, component) => {
    expect(findPicture({ components: [component] })?.url).toBe(item.proxy_url);
  });

  test('is looked for in attachments, embeds, forwarded messages and components, in that order', () => {
    const parts = {
      attachments: [attachment('own.png')],
      embeds: [embed],
      message_snapshots: [{ message: { attachments: [attachment('forwarded.png')] } }],
      components: [gallery],
    };
    const found: (string | undefined)[] = [];
    for (const part of ['attachments', 'embeds', 'message_snapshots', 'components'] as const) {
      found.push(findPicture(parts)?.name);
      Object.assign(parts, { [part]: [] });
    }
    expect(found).toEqual(['own.png', 'face.jpg', 'forwarded.png', 'face.png']);
    expect(findPicture(parts)).toBeUndefined();
  });
});

test('a recording is an attachment of the message, or of what it forwards', () => {
  const voice = attachment('voice-message.ogg', 'audio/ogg');
  expect(findRecording({ attachments: [attachment('a.png', 'image/png'), voice] })?.name).toBe('voice-message.ogg');
  expect(findRecording({ message_snapshots: [{ message: { attachments: [voice] } }] })?.url).toBe(voice.url);
  expect(findRecording({ attachments: [attachment('a.mp4', 'video/mp4')] })).toBeUndefined();
});

test('a message of which nothing may be read is hollow', () => {
  expect(isHollow({ content: '', attachments: [], embeds: [], components: [] })).toBe(true);
  expect(isHollow({ content: 'x' })).toBe(false);
  expect(isHollow({ content: '', embeds: [embed] })).toBe(false);
});
