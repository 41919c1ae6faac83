import { announcementOf, checkInCharge } from './announce-may.ts';
import { hookLines } from './announce-set-up.ts';
import { announceShown } from './announce-show.ts';
import { line, message } from './message.ts';
import type { Order } from './order.ts';
import type { DeskParts } from './parts.ts';

type Parts = Pick<DeskParts, 'access' | 'announcements' | 'presenters'>;

/**
 * What is done about one announcement, by the verb or the button for it.
 * @param typed its id or its name
 */
type Tend = (parts: Parts, order: Order, typed: string) => Promise<void>;

export const announceShow: Tend = async (parts, order, typed) => {
  checkInCharge(parts, order.caller);
  await announceShown(parts, order, announcementOf(parts, order.caller, typed));
};

export const announcePause: Tend = async (parts, order, typed) => {
  checkInCharge(parts, order.caller);
  const { id } = announcementOf(parts, order.caller, typed);
  await announceShown(parts, order, await parts.announcements.pause(id), ['announce_paused']);
};

export const announceResume: Tend = async (parts, order, typed) => {
  checkInCharge(parts, order.caller);
  const { id } = announcementOf(parts, order.caller, typed);
  await announceShown(parts, order, await parts.announcements.resume(id), ['announce_resumed']);
};

/** Asks whether it is really to be removed. */
export const announceRemove: Tend = async (parts, { caller, answer }, typed) => {
  checkInCharge(parts, caller);
  const { id, name } = announcementOf(parts, caller, typed);
  const does = { name: 'announce-remove-yes', subject: id };
  const button = { label: line('announce_button_remove'), style: 'danger', does } as const;
  await answer.say(message(caller.locale, [line('announce_remove_asks', { name })], { buttons: [button] }));
};

export const announceRemoved: Tend = async (parts, { caller, answer }, typed) => {
  checkInCharge(parts, caller);
  const { id, name } = announcementOf(parts, caller, typed);
  await parts.announcements.remove(id);
  await answer.say(message(caller.locale, [line('announce_removed', { name })]));
};

/** Asks whether the secret of a hook is really to be replaced. */
export const announceSecret: Tend = async (parts, { caller, answer }, typed) => {
  checkInCharge(parts, caller);
  const { id, name } = announcementOf(parts, caller, typed);
  const does = { name: 'announce-secret-yes', subject: id };
  const button = { label: line('announce_button_secret'), style: 'danger', does } as const;
  await answer.say(message(caller.locale, [line('announce_secret_asks', { name })], { buttons: [button] }));
};

export const announceNewSecret: Tend = async (parts, { caller, answer }, typed) => {
  checkInCharge(parts, caller);
  const { id, name } = announcementOf(parts, caller, typed);
  const setUp = await parts.announcements.newSecret(id);
  await answer.say(message(caller.locale, [line('announce_secret_new', { name }), ...hookLines(setUp)]));
};
