import type { Message } from '../src/platforms/message.ts';
import type { Namespace } from '../src/store/namespace.ts';
import type { Locale } from '../src/texts.ts';
import type { Caller } from './desk.ts';
import { line, message } from './message.ts';

/** What a person confirmed about the faces they send, and when. */
export interface Confirmation {
  /** ms */
  readonly at: number;
  /** Exactly what they read: a sentence of the catalogue, its version, and the language it was shown in. */
  readonly key: typeof TERMS.key;
  readonly version: number;
  readonly locale: Locale;
}

/** What is confirmed. Whoever changes what the sentence means raises the version; everybody is asked again then. */
export const TERMS = { key: 'face_terms', version: 1 } as const;

export interface Confirmations {
  /** Whether this person has confirmed the present terms. */
  has(caller: Caller): Promise<boolean>;
  /** @param locale in which the terms were shown */
  keep(caller: Caller, locale: Locale): Promise<void>;
}

/** @param namespace by `platform:person` */
export function confirmations(namespace: Namespace<Confirmation>, now: () => number): Confirmations {
  const keyOf = ({ place, person }: Caller) => `${place.platform}:${person}`;
  return {
    has: async (caller) => (await namespace.get(keyOf(caller)))?.version === TERMS.version,
    async keep(caller, locale) {
      await namespace.set(keyOf(caller), { at: now(), ...TERMS, locale });
    },
  };
}

/** Shows the terms, with the buttons that confirm or decline for a parked request. */
export function askToConfirm(locale: Locale, parked: string): Message {
  return message(locale, [TERMS.key], {
    buttons: [
      { label: line('face_confirm'), style: 'main', does: { name: 'confirm', subject: parked } },
      { label: line('face_decline'), does: { name: 'decline', subject: parked } },
    ],
  });
}
