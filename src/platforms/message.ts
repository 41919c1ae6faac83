import type { Locale, TextKey } from '../texts.ts';

/**
 * What fills a placeholder of a sentence. A string may be anybody's words: a platform shows it plain, and it pings nobody.
 * Persons, channels, roles and times are named by what they are, so that each platform shows them its own way.
 */
export type Value =
  | string
  | number
  /** A bot is named so that its name can be copied into a command; that notifies nobody. */
  | { readonly person: string; readonly isBot?: true }
  | { readonly channel: string }
  | { readonly role: string }
  /** A name of the platform's own, such as that of a permission, to be copied as it is. */
  | { readonly code: string }
  /** A time (ms since the epoch), as “2 minutes ago” or “in 3 hours”; it moves on by itself where the platform can. */
  | { readonly when: number }
  /** A sentence or word of the catalogue within another. */
  | { readonly key: TextKey; readonly params?: Params }
  /** A link under a word of the catalogue. */
  | { readonly url: string; readonly label: TextKey };

export type Params = Readonly<Record<string, Value>>;

/** A sentence of the catalogue, to be said in the locale of its message. */
export interface Line {
  readonly key: TextKey;
  readonly params?: Params;
}

/** What pressing does: the name of an action and what it is about. Both travel with the message and outlive a restart. */
export interface Action {
  /** `[a-z-]{1,20}` */
  readonly name: string;
  /** At most 60 characters of `[a-z0-9.]`: a job's id, for one. */
  readonly subject: string;
}

export interface Button {
  readonly label: Line;
  readonly style?: 'main' | 'danger';
  /** An action, or an address that it opens. */
  readonly does: Action | { readonly url: string };
}

/** A choice of several roles, channels or persons of the space, with what is chosen now. */
export interface Picker {
  readonly kind: 'roles' | 'channels' | 'people';
  readonly label: Line;
  readonly does: Action;
  readonly chosen: readonly string[];
}

/** A message as every platform can show it: lines, and what can be pressed. It pings only whom `pings` names. */
export interface Message {
  readonly locale: Locale;
  readonly lines: readonly Line[];
  /** At most 25. */
  readonly buttons?: readonly Button[];
  /** At most 4. */
  readonly pickers?: readonly Picker[];
  readonly pings?: readonly string[];
  /** Nothing in it is private: where it cannot be said to the person alone, it may be said before everybody in the place. */
  readonly aloud?: true;
}
