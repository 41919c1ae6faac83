import type { Announcement, Trigger } from '../../commands/announcements.ts';
import type { Presenters } from '../../commands/presenters.ts';
import type { Place } from '../jobs/job.ts';
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
  words(words: string, trigger: Trigger): void;
  /** Whether the bot may bring videos there. */
  place(place: Place): Promise<void>;
  /** Whether a trigger can ever find something; a feed is read for that. */
  trigger(trigger: Trigger, place: Place): Promise<void>;
}

export interface ChecksOptions {
  readonly presenters: Pick<Presenters, 'get'>;
  readonly platform: (name: string) => Platform | undefined;
  readonly feeds: Pick<FeedReader, 'probe'>;
  readonly now: () => number;
  /** Aborts when the room stops. */
  readonly signal: AbortSignal;
}

/** Characters of a name. */
const LONGEST_NAME = 60;

/** Announcements that one may be allowed in a day. */
const MOST_PER_DAY = 500;

/** Roles and people that one announcement listens to, of each. */
const MOST_HEARD = 25;

export function createChecks({ presenters, platform, feeds, now, signal }: ChecksOptions): Checks {
  function connected(name: string): Platform {
    const there = platform(name);
    if (!there) throw new Refusal('unavailable', 'announcement_platform_away');
    return there;
  }

  function clear(lines: readonly Line[], key: Refusal['key']): void {
    if (lines.length > 0) throw new Refusal('input', key, {}, { lines });
  }

  return {
    name(typed) {
      const name = typed.normalize('NFC').trim().replace(/\s+/g, ' ');
      if (name === '' || [...name].length > LONGEST_NAME || /\p{Cc}/u.test(name)) {
        throw new Refusal('input', 'announcement_name_form', { max: LONGEST_NAME });
      }
      return name;
    },
    perDay(limit) {
      if (!Number.isInteger(limit) || limit < 1 || limit > MOST_PER_DAY) {
        throw new Refusal('input', 'announcement_per_day', { max: MOST_PER_DAY });
      }
    },
    presenter(id, { platform: name, space }) {
      if (presenters.get(id)?.space !== `${name}:${space}`)
        throw new Refusal('missing', 'announcement_presenter_unknown');
    },
    stillThere({ presenter }) {
      if (presenters.get(presenter)) return;
      const lines = [{ key: 'tell_paused_next' }] as const;
      throw new Refusal('missing', 'announcement_presenter_gone', {}, { lines });
    },
    words: (words, { kind }) => checkWords(words, kind),
    async place(place) {
      clear(await connected(place.platform).obstacles(place, signal), 'announcement_obstacles');
    },
    async trigger(trigger, { platform: name, space }) {
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
          if (Math.max(roles.length, people.length) > MOST_HEARD) {
            throw new Refusal('input', 'announcement_watch_many', { max: MOST_HEARD });
          }
          const heard = await connected(name).unheard({ platform: name, space, channel }, signal);
          clear(heard, 'announcement_unheard');
          return;
        }
        case 'hook':
      }
    },
  };
}
