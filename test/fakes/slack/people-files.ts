import { typeOf } from './file-types.ts';
import type { FileRecord, UserRecord, World } from './world.ts';

/** A file that somebody uploads. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** As Slack declares it. Default: by the name's extension. */
  readonly mimetype?: string;
  readonly title?: string;
  readonly altText?: string;
  readonly subtype?: FileRecord['subtype'];
  readonly durationMs?: number;
  /** From another workspace (Slack Connect): events show its id alone. */
  readonly hidden?: boolean;
}

/** Keeps a file that somebody uploaded, not shared anywhere yet. */
export function keepFile(world: World, user: UserRecord, file: SentFile, isGivenToApp = false): FileRecord {
  const { name, bytes, subtype, durationMs, altText, hidden } = file;
  const { filetype, mimetype } = typeOf(name);
  const record: FileRecord = {
    id: world.newId('F'),
    team: user.team,
    user: user.id,
    name,
    title: file.title ?? name,
    mimetype: file.mimetype ?? mimetype,
    filetype,
    size: bytes.length,
    content: Buffer.from(bytes),
    completed: true,
    shares: [],
    ...(subtype && { subtype }),
    ...(durationMs !== undefined && { durationMs }),
    ...(altText !== undefined && { altText }),
    ...(hidden && { hidden }),
    ...(isGivenToApp && { givenToApp: true }),
  };
  world.files.set(record.id, record);
  return record;
}

/** A clip recorded in a client: its type says video, as it often does (openclaw#14941), though there is only sound in it. */
export function audioClip({ name = 'audio_message.mp4', mimetype = 'video/mp4', ...file }: Clip): SentFile {
  return { ...file, name, mimetype, subtype: 'slack_audio', durationMs: file.durationMs ?? 3_000 };
}

export interface Clip extends Omit<SentFile, 'name'> {
  readonly name?: string;
}
