import type { z } from 'zod';
import type { Announcement, Cause, Occurred, Standing, Trigger } from '../../commands/announcements.ts';
import { wallIn } from '../../commands/wall-time.ts';
import { say } from '../texts.ts';
import type { announcementAnswer, announcementWhole, occurredAnswer } from './api-answers.ts';

type AnnouncementJson = z.output<typeof announcementAnswer>;

/** An announcement as the API shows it. */
export function announcementJson(announcement: Announcement): AnnouncementJson {
  const { id, name, place, presenter, owner, words, trigger, perDay, paused, createdAt, updatedAt } = announcement;
  const { platform, space, channel = '' } = place;
  return {
    id,
    name,
    target: { platform, space, channel },
    presenter,
    owner: owner.person,
    words,
    trigger: triggerJson(trigger),
    per_day: perDay,
    paused: paused !== undefined,
    ...(paused && { paused_since: iso(paused.since) }),
    ...(paused?.why !== undefined && { paused_why: say(paused.why) }),
    created_at: iso(createdAt),
    updated_at: iso(updatedAt),
  };
}

/** With how it stands, and what it has said. */
export function wholeJson(
  announcement: Announcement,
  { next, skipped, today, trouble }: Standing,
  history: readonly Occurred[],
): z.output<typeof announcementWhole> {
  return {
    ...announcementJson(announcement),
    ...(next !== undefined && { next: iso(next) }),
    ...(skipped !== undefined && { skipped: iso(skipped) }),
    today,
    ...(trouble && { trouble: say(trouble.key, trouble.params) }),
    history: history.map(occurredJson),
  };
}

export function occurredJson({ id, at, cause, cut, refused, job }: Occurred): z.output<typeof occurredAnswer> {
  const reason = job?.reason;
  return {
    id,
    at: iso(at),
    cause: causeJson(cause),
    cut: cut === true,
    ...(refused && { refused: say(refused.key, refused.params) }),
    ...(job && { state: job.state }),
    ...(reason && { reason: say(reason.key, reason.params) }),
    ...(job?.posted && { posted_url: job.posted.url }),
  };
}

/** Names alone, and no more than the schema has. */
function causeJson(cause: Cause): z.output<typeof occurredAnswer>['cause'] {
  return { ...cause };
}

function triggerJson(trigger: Trigger): AnnouncementJson['trigger'] {
  switch (trigger.kind) {
    case 'schedule': {
      const { kind, said, zone: time_zone } = trigger;
      if ('cron' in trigger) return { kind, when: said, time_zone, cron: trigger.cron };
      // “in 10 minutes” would be another moment when it is sent back
      return { kind, when: wallIn(time_zone, trigger.at), time_zone, at: iso(trigger.at) };
    }
    case 'hook':
      return { kind: 'hook', source: trigger.source };
    case 'feed':
      return { kind: 'feed', url: trigger.url };
    case 'watch':
      return { kind: 'watch', channel: trigger.channel, roles: [...trigger.roles], people: [...trigger.people] };
  }
}

const iso = (ms: number) => new Date(ms).toISOString();
