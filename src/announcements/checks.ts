import type { Access } from '../../commands/access.ts';
import type { Announcement, Trigger, TriggerKind } from '../../commands/announcements.ts';
import { LIMITS } from '../../commands/limits.ts';
import { fitName } from '../../commands/names.ts';
import type { Presenters } from '../../commands/presenters.ts';
import type { Place } from '../jobs/job.ts';
import { spaceOf } from '../jobs/records.ts';
import type { Line } from '../platforms/message.ts';
import type { Platform } from '../platforms/platform.ts';
import { Refusal } from '../refusal.ts';
import type { FeedReader } from './feed-reader.ts';
import { nextOf } from './moments.ts';
import { checkWords } from './words.ts';

/** What an announcement must be to be set up. Each throws a Refusal that says what is in the way. */
export interface Checks {
  /** @returns the name as it is kept */
  name(typed: string): string;
  perDay(limit: number): void;
  presenter(id: string, place: Place): void;
  /** That its presenter was not removed since it was set up. */
  stillThere(announcement: Pick<Announcement, 'presenter'>): void;
  words(words: string, trigger: { readonly kind: TriggerKind | 'now' }): void;
  /** Whether it is a channel that the bot may bring videos to: nothing is announced in threads and talks. */
  channel(place: Place): Promise<void>;
  /** Whether the bot may bring videos there. */
  place(place: Place): Promise<void>;
  /** Whether a trigger can ever find something where its owner may use the bot; a feed is read for that. */
  trigger(trigger: Trigger, announcement: Pick<Announcement, 'place' | 'owner'>): Promise<void>;
}

export interface ChecksOptions {
  readonly presenters: Pick<Presenters, 'get'>;
  readonly access: Pick<Access, 'refusal'>;
  readonly platform: (name: string) => Platform | undefined;
  readonly feeds: Pick<FeedReader, 'probe'>;
  readonly now: () => number;
  /** Aborts when the room stops. */
  readonly signal: AbortSignal;
}

export function createChecks({ presenters, access, platform, feeds, now, signal }: ChecksOptions): Checks {
  function connected(name: string): Platform {
    const there = platform(name);
    if (!there) throw new Refusal('unavailable', 'announcement_platform_away');
    return there;
  }

  function clear(lines: readonly Line[], key: Refusal['key']): void {
    if (lines.length > 0) throw new Refusal('input', key, {}, { lines });
  }

  async function reachable(place: Place): Promise<void> {
    clear(await connected(place.platform).obstacles(place, signal), 'announcement_obstacles');
  }

  return {
    name(typed) {
      const name = fitName(typed);
      if (name === undefined) throw new Refusal('input', 'announcement_name_form', { max: LIMITS.name });
      return name;
    },
    perDay(limit) {
      if (!Number.isInteger(limit) || limit < 1 || limit > LIMITS.aDay) {
        throw new Refusal('input', 'announcement_per_day', { max: LIMITS.aDay });
      }
    },
    presenter(id, place) {
      if (presenters.get(id)?.space !== spaceOf({ place }))
        throw new Refusal('missing', 'announcement_presenter_unknown');
    },
    stillThere({ presenter }) {
      if (presenters.get(presenter)) return;
      const lines = [{ key: 'tell_paused_next' }] as const;
      throw new Refusal('missing', 'announcement_presenter_gone', {}, { lines });
    },
    words: (words, { kind }) => checkWords(words, kind),
    async channel(place) {
      if (place.channel === undefined || place.thread !== undefined || place.private) {
        throw new Refusal('input', 'announcement_channels_only');
      }
      await reachable(place);
    },
    place: reachable,
    async trigger(trigger, { place: { platform: name, space }, owner }) {
      switch (trigger.kind) {
        case 'schedule':
          if (nextOf(trigger, now()) === undefined) throw new Refusal('input', 'announcement_no_moment');
          return;
        case 'feed':
          await feeds.probe(trigger.url, signal);
          return;
        case 'watch': {
          const { channel, roles, people } = trigger;
          if (roles.length + people.length === 0) throw new Refusal('input', 'announcement_watch_nobody');
          if (Math.max(roles.length, people.length) > LIMITS.picked) {
            throw new Refusal('input', 'announcement_watch_many', { max: LIMITS.picked });
          }
          const from = { platform: name, space, channel };
          const shut = access.refusal({ person: owner.person, place: from, roles: [] }, true);
          if (shut) throw new Refusal('input', shut);
          clear(await connected(name).unheard(from, signal), 'announcement_unheard');
          return;
        }
        case 'hook':
      }
    },
  };
}
