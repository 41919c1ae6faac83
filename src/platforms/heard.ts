/** What a message asks of the bot. */
export type Heard<File> =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'ask';
      readonly photo?: File;
      readonly audio?: File;
      readonly text?: string;
      /** The bot's own message that it answers. */
      readonly answers?: string;
      /** What it is about may be there, and be hidden from the bot. */
      readonly unseen?: true;
    };

/** What was found in a message, and in the one that it is about. */
export interface Found<File> {
  readonly photo: File | undefined;
  readonly audio: File | undefined;
  readonly text: string | undefined;
  readonly answers?: string | undefined;
  readonly unseen: boolean;
}

/** A message that brings nothing asks for help. */
export function heard<File>({ photo, audio, text, answers, unseen }: Found<File>): Heard<File> {
  if (text === undefined && !audio && !photo && !unseen) return { kind: 'help' };
  return {
    kind: 'ask',
    ...(photo && { photo }),
    ...(audio && { audio }),
    ...(text !== undefined && { text }),
    ...(answers !== undefined && { answers }),
    ...(unseen && { unseen }),
  };
}
