import { Refusal } from '../src/refusal.ts';
import { announcementOf, checkInCharge, presenterFor, targetOf } from './announce-may.ts';
import { scheduleOf } from './announce-set-up.ts';
import { announceShown } from './announce-show.ts';
import type { Announcement, Changes, Trigger } from './announcements.ts';
import { line, message } from './message.ts';
import type { Order } from './order.ts';
import type { DeskParts } from './parts.ts';
import type { Given } from './verbs.ts';
import { readZone } from './when.ts';

type Parts = Pick<DeskParts, 'access' | 'announcements' | 'clock' | 'presenters'>;

/** Fields that announcements of one kind have, and others have not. */
const ONLY = [
  ['when', 'schedule'],
  ['zone', 'schedule'],
  ['url', 'feed'],
] as const satisfies readonly (readonly [keyof Given, Trigger['kind']])[];

/** Changes what was filled in and is not so already, and shows the announcement. */
export async function announceEdit(parts: Parts, order: Order, typed: string, given: Given): Promise<void> {
  const { caller, answer } = order;
  checkInCharge(parts, caller);
  const before = announcementOf(parts, caller, typed);
  const unfit = ONLY.find(([name, kind]) => given[name] !== undefined && kind !== before.trigger.kind);
  if (unfit) {
    const field = { key: `field_${unfit[0]}` } as const;
    return answer.say(message(caller.locale, [line('announce_edit_unfit', { field })]));
  }
  const changes = changesOf(parts, order, before, given);
  if (Object.keys(changes).length === 0) throw new Refusal('input', 'announce_edit_nothing');
  await announceShown(parts, order, await parts.announcements.change(before.id, changes), ['announce_edited']);
}

function changesOf(parts: Parts, { caller }: Order, before: Announcement, given: Given): Changes {
  const { name, words, channel, limit } = given;
  const place =
    channel === undefined || channel === before.place.channel ? undefined : targetOf(parts, caller, channel);
  const presenter =
    given.presenter === undefined ? before.presenter : presenterFor(parts, before.place, given.presenter).id;
  const trigger = triggerOf(before.trigger, given, parts.clock.now());
  return {
    ...(name !== undefined && name.trim() !== before.name && { name }),
    ...(words !== undefined && words !== before.words && { words }),
    ...(limit !== undefined && limit !== before.perDay && { perDay: limit }),
    ...(presenter !== before.presenter && { presenter }),
    ...(place && { place }),
    ...(trigger && { trigger }),
  };
}

/** Another trigger, where it becomes one: a schedule is read anew with what is there of it. */
function triggerOf(before: Trigger, given: Given, now: number): Trigger | undefined {
  if (before.kind === 'feed') {
    const url = given.url?.trim() ?? before.url;
    return url === before.url ? undefined : { kind: 'feed', url };
  }
  if (before.kind !== 'schedule') return undefined;
  const said = given.when?.trim() ?? before.said;
  const zone = given.zone === undefined ? before.zone : readZone(given.zone);
  return said === before.said && zone === before.zone ? undefined : scheduleOf(said, zone, now);
}
