import type { FileRecord, SentFile, World } from './world.ts';

/** Puts a file on the CDN, under the folder of a channel, or the application's for what comes with an interaction. */
export function storeFile(
  world: World,
  file: SentFile,
  folder: { channel: string } | { application: string },
): FileRecord {
  const id = world.newId();
  const ephemeral = 'application' in folder;
  const place = ephemeral ? `/ephemeral-attachments/${folder.application}` : `/attachments/${folder.channel}`;
  const name = file.name.replaceAll(/[^\w.-]/g, '_');
  const stored: FileRecord = { ...sizeOf(file.bytes), ...file, name, id, ephemeral, path: `${place}/${id}/${name}` };
  world.files.set(id, stored);
  return stored;
}

/** Width and height of a PNG or a JPEG, which Discord tells with every picture. */
function sizeOf(given: Uint8Array): { width?: number; height?: number } {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  if (bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47)
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return {};
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return {};
}
