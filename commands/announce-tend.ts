import type { TextKey } from '../src/texts.ts';
import { announcementOf, checkInCharge, checkTheirs } from './announce-may.ts';
import { hookLines } from './announce-set-up.ts';
import { announceShown } from './announce-show.ts';
import type { Announcement } from './announcements.ts';
import { line, message } from './message.ts';
import type { Order } from './order.ts';
import type { DeskParts } from './parts.ts';

type Parts = Pick<DeskParts, 'access' | 'announcements' | 'closing' | 'platform' | 'presenters'>;

/**
 * What is done about one announcement, by the verb or the button for it.
 * @param typed its id or its name
 */
type Tend = (parts: Parts, order: Order, typed: string) => Promise<void>;

/** Finds the announcement for somebody in charge, before anything is done about it. */
const tending =
  (act: (parts: Parts, order: Order, announcement: Announcement) => Promise<void>): Tend =>
  async (parts, order, typed) => {
    checkInCharge(parts, order.caller);
    await act(parts, order, announcementOf(parts, order.caller, typed));
  };

/** Asks whether something is really to be done about it that cannot be taken back. */
const asking = (asks: TextKey, label: TextKey, yes: string): Tend =>
  tending(async (_, { caller, answer }, { id, name }) => {
    const button = { label: line(label), style: 'danger', does: { name: yes, subject: id } } as const;
    await answer.say(message(caller.locale, [line(asks, { name })], { buttons: [button] }));
  });

/** Shows it, with what it has said. */
export const announceShow = tending(announceShown);

/** Has it say nothing for now. */
export const announcePause = tending(async (parts, order, { id }) => {
  await announceShown(parts, order, await parts.announcements.pause(id), ['announce_paused']);
});

/** Has it go on, for those who may have it speak there. */
export const announceResume = tending(async (parts, order, { id, place, trigger }) => {
  await checkTheirs(parts, order.caller, place, trigger);
  await announceShown(parts, order, await parts.announcements.resume(id), ['announce_resumed']);
});

/** Asks first: what is removed cannot be had back. */
export const announceRemove = asking('announce_remove_asks', 'announce_button_remove', 'announce-remove-yes');

/** Removes it, once that was asked. */
export const announceRemoved = tending(async ({ announcements }, { caller, answer }, { id, name }) => {
  await announcements.remove(id);
  await answer.say(message(caller.locale, [line('announce_removed', { name })]));
});

/** Of a hook: whatever calls it with the secret of now is turned away then. */
export const announceSecret = asking('announce_secret_asks', 'announce_button_secret', 'announce-secret-yes');

/** With the secret, one has its words be said: only for those who may say them there themselves. */
export const announceNewSecret = tending(async (parts, { caller, answer }, { id, name, place }) => {
  await checkTheirs(parts, caller, place);
  const setUp = await parts.announcements.newSecret(id);
  await answer.say(message(caller.locale, [line('announce_secret_new', { name }), ...hookLines(setUp)]));
});
