import { isLoopback } from '../src/config-fields.ts';
import type { Line } from '../src/platforms/message.ts';
import { channelOf, nextLines, triggerLines, wordsLine } from './announce-described.ts';
import { checkInCharge, checkTheirs, presenterFor, targetOf } from './announce-may.ts';
import { requesterOf } from './announce-now.ts';
import { isBeyond, newTrigger } from './announce-trigger.ts';
import type { Announcement, SetUp, Trigger } from './announcements.ts';
import { line, message } from './message.ts';
import type { Order } from './order.ts';
import type { DeskParts } from './parts.ts';
import type { Given } from './verbs.ts';

type Parts = Pick<
  DeskParts,
  'access' | 'announcements' | 'clock' | 'closing' | 'platform' | 'presenters' | 'speech' | 'zone'
>;

/** Sets an announcement up, and says when it speaks, what, and what else is to be known of it. */
export async function announceSetUp(parts: Parts, order: Order, kind: Trigger['kind'], given: Given): Promise<void> {
  const { origin, caller, answer } = order;
  checkInCharge(parts, caller);
  const place = targetOf(parts, caller, given.channel);
  const wanted = newTrigger(kind, given, parts.zone, parts.clock.now());
  await checkTheirs(parts, caller, place, wanted);
  const presenter = presenterFor(parts, place, given.presenter);
  const setUp = await parts.announcements.add({
    origin,
    name: given.name ?? '',
    place,
    owner: requesterOf(order),
    presenter: presenter.id,
    trigger: wanted,
    ...(given.words === undefined ? {} : { words: given.words }),
    ...(given.limit === undefined ? {} : { perDay: given.limit }),
  });
  const { announcement } = setUp;
  const { name, perDay, trigger } = announcement;
  const standing = await parts.announcements.standing(announcement.id);
  const { language } = parts.speech.choose(announcement.words, presenter.voiceId);
  const seconds = Math.ceil(parts.speech.estimate(announcement.words, language));
  const lines = [
    line('announce_set_up', { name, presenter: presenter.name, channel: channelOf(announcement) }),
    ...triggerLines(trigger, caller.locale),
    ...(trigger.kind === 'feed' || trigger.kind === 'watch' ? [line('announce_only_new')] : []),
    // where a feed is looked at next is of no use yet
    ...(trigger.kind === 'schedule' ? nextLines(announcement, standing, caller.locale) : []),
    wordsLine(announcement),
    // what the other triggers say is as long as what comes
    ...(trigger.kind === 'schedule' ? [line('announce_each_time', { seconds })] : []),
    line('announce_limit', { limit: perDay }),
    ...beyondLines(announcement, parts.clock.now()),
    ...hookLines(setUp),
    line('announce_set_up_how'),
  ];
  await answer.say(message(caller.locale, lines));
}

/** Says so where a schedule comes more often than it may speak. */
export function beyondLines(
  { trigger, perDay }: Pick<Announcement, 'trigger' | 'perDay'>,
  now: number,
): readonly Line[] {
  return trigger.kind === 'schedule' && isBeyond(trigger, perDay, now) ? [line('announce_beyond_limit')] : [];
}

/** How a hook is called, and its secret: shown this once. */
export function hookLines({ announcement: { trigger }, hook }: SetUp): readonly Line[] {
  if (!hook || trigger.kind !== 'hook') return [];
  const { url, secret } = hook;
  const authorization = `Authorization: Bearer ${secret}`;
  const curl = `curl -H '${authorization}' -H 'Content-Type: application/json' -d '{"text":"Hello"}' ${url}`;
  const how: Readonly<Record<typeof trigger.source, readonly Line[]>> = {
    text: [line('announce_hook_text', { curl: { code: curl } })],
    'github-release': [line('announce_hook_github')],
    'gitlab-release': [line('announce_hook_gitlab')],
    alert: [line('announce_hook_alert', { header: { code: authorization } })],
  };
  return [
    line('announce_hook_url', { url: { code: url } }),
    line('announce_hook_secret', { secret: { code: secret } }),
    ...how[trigger.source],
    ...(isLoopback(new URL(url).hostname) ? [line('announce_hook_loopback')] : []),
  ];
}
