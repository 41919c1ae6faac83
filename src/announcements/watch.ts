import type { Logger } from 'pino';
import type { Access } from '../../commands/access.ts';
import type { Announcement, Overheard } from '../../commands/announcements.ts';
import type { Place } from '../jobs/job.ts';
import type { Platform } from '../platforms/platform.ts';
import type { Occurrences } from './occurrence.ts';
import type { Register } from './register.ts';

export interface WatchOptions {
  readonly register: Pick<Register, 'watching'>;
  readonly occurrences: Pick<Occurrences, 'note'>;
  readonly access: Pick<Access, 'refusal'>;
  readonly now: () => number;
  readonly log: Logger;
  readonly platform: (name: string) => Platform | undefined;
  /** Aborts when the room stops. */
  readonly signal: AbortSignal;
}

/** Finds what is said in watched channels. */
export function createWatch({ register, occurrences, access, now, log, platform, signal }: WatchOptions) {
  const listening = (place: Place) => register.watching(place).filter(({ paused }) => !paused);

  async function announce(announcement: Announcement, said: Overheard): Promise<void> {
    const { place, message, at, url, person, name: author, text } = said;
    const isNamed = announcement.words.includes('channel');
    const names = isNamed ? await platform(place.platform)?.names(place, signal) : undefined;
    await occurrences.note({
      announcement,
      key: `message ${place.channel ?? ''} ${message}`,
      at,
      cause: { kind: 'watch', person, ...(url === undefined ? {} : { url }) },
      view: { text, author, channel: names?.channel ?? '' },
    });
  }

  return {
    listensTo: (place: Place): boolean => listening(place).length > 0,
    async overheard(said: Overheard): Promise<void> {
      const meant = listening(said.place).filter((each) => isMeant(each, said, now()));
      const shut = meant.length > 0 && access.refusal(said);
      if (shut) return log.debug({ message: said.message, reason: shut }, 'who may not use the bot is not announced');
      await Promise.all(meant.map((each) => announce(each, said)));
    },
  };
}

/** Whether an announcement is about what somebody said: it names them, or a role of theirs, and was there before. */
function isMeant({ trigger, since }: Announcement, { person, roles, at }: Overheard, now: number): boolean {
  // one that begins in time to come was set up before the clock was put right
  if (trigger.kind !== 'watch' || at < Math.min(since, now)) return false;
  return trigger.people.includes(person) || trigger.roles.some((role) => roles.includes(role));
}
