import { z } from 'zod';
import type { ChatFile } from '../platform.ts';

const ref = z.object({
  team: z.string().min(1),
  file: z.string().min(1),
  /** Where its bytes are, for who has the token; absent for a file that has to be looked up first. */
  url: z.string().exactOptional(),
});

/** A file that a person sent, as it is kept: fetched with the token of its workspace of then. Holds no secret. */
export type FileRef = z.infer<typeof ref>;

/** What Slack tells of a file. One that comes through Slack Connect has an id, and `check_file_info`. */
export interface FileFacts {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly title?: string | null | undefined;
  readonly size?: number | null | undefined;
  readonly url_private?: string | null | undefined;
  readonly url_private_download?: string | null | undefined;
}

/** The file as commands and jobs pass it on. Its `url` is nobody's to open: {@link readFileUrl} reads it. */
export function chatFile(team: string, facts: FileFacts): ChatFile {
  const url = addressOf(facts);
  return {
    url: writeFileUrl({ team, file: facts.id, ...(url !== undefined && { url }) }),
    name: facts.name || facts.title || facts.id,
    bytes: facts.size ?? 0,
  };
}

/** Where the bytes of a file are: the address that is meant for programs, else the other one. */
export function addressOf({ url_private_download, url_private }: Omit<FileFacts, 'id'>): string | undefined {
  return url_private_download || url_private || undefined;
}

const PREFIX = 'slack-file:';

function writeFileUrl(file: FileRef): string {
  return PREFIX + encodeURIComponent(JSON.stringify(file));
}

/** @throws Error for what {@link writeFileUrl} did not write */
export function readFileUrl(url: string): FileRef {
  if (!url.startsWith(PREFIX)) throw new Error('Not a file of Slack');
  return ref.parse(JSON.parse(decodeURIComponent(url.slice(PREFIX.length))));
}
