import { isPictureName, isRecordingName } from '../file-names.ts';
import type { Contents, SlackFile } from './payloads.ts';

/** What the bot makes of a file before it has its bytes, which decide in the end. */
export type Kind = 'picture' | 'recording' | 'hidden' | 'other';

/** How Slack names what people record in it. It declares most of these clips as videos. */
const CLIP = /^audio_message/i;

/** Where a file is not one of Slack's own any more, or never was one. */
const ELSEWHERE: ReadonlySet<string> = new Set(['tombstone', 'hidden_by_limit', 'external']);

/** By what Slack says it recorded, its name for such clips, the declared type, and the name, in this order. */
export function kindOf({ name, subtype, mimetype, mode, file_access }: SlackFile): Kind {
  if (mode && ELSEWHERE.has(mode)) return 'other';
  if (file_access === 'check_file_info') return 'hidden';
  if (subtype === 'slack_audio' || (name && CLIP.test(name))) return 'recording';
  if (mimetype?.startsWith('image/')) return 'picture';
  if (mimetype?.startsWith('audio/')) return 'recording';
  if (name && isPictureName(name)) return 'picture';
  return name && isRecordingName(name) ? 'recording' : 'other';
}

/** All files of a message: its own, and those of what it forwards. */
export function filesOf({ files, attachments }: Contents): readonly SlackFile[] {
  return [...files, ...attachments.flatMap((attached) => attached.files)];
}

export const firstOf = (kind: Kind, files: readonly SlackFile[]): SlackFile | undefined =>
  files.find((file) => kindOf(file) === kind);
