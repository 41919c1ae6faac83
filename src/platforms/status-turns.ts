import { budgets as createBudgets } from './budget.ts';
import type { Entry } from './status-entry.ts';

/** Discord limits edits of messages older than this (ms; facts/discord.md, 30046); from then on there is one in a while. */
const OLD = 3_600_000;
const CALM = 300_000;

/** Whose turn it is among the status messages: at the pace of edits in each space, and of posts in each channel. */
export interface Turns {
  /** Those that can be seen to: first what a video waits for, then jobs that have ended, then the message that was not edited for longest. */
  due(): readonly Entry[];
  /** How long until a message can be seen to (ms). */
  wait(entry: Entry): number;
  /**
   * In how long at least it is a message's turn to be posted (ms), where that is all it waits for; else undefined. What the platform has
   * put off waits for its turn, too, as long as its channel does.
   */
  turnIn(entry: Entry): number | undefined;
  /** Whether others have waited for longer to be posted in the same channel. */
  isBehind(entry: Entry): boolean;
  /** Takes one of the edits that are left; where there is none, it is in its turn. */
  mayEdit(entry: Entry): boolean;
  /** …one of the posts. */
  mayPost(entry: Entry): boolean;
  /** The platform takes no post until then (ms) where the next one of this entry goes. */
  hold(entry: Entry, until: number): void;
}

export interface TurnsOptions {
  /** ms since the epoch */
  readonly now: () => number;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly isConnected: (platform: string) => boolean;
}

export function statusTurns({ now, entries, isConnected }: TurnsOptions): Turns {
  const budgets = createBudgets(now);

  /** What happened in the future, by a clock that was set back since, keeps nothing waiting. */
  function dueAt({ notBefore, failedAt, ended, kept, editedAt }: Entry): number {
    const isOld = !ended && kept?.at !== undefined && now() - kept.at > OLD;
    return Math.max(failedAt <= now() ? notBefore : 0, isOld && editedAt <= now() ? editedAt + CALM : 0);
  }

  const canBeSeenTo = (entry: Entry) => entry.stale && !entry.work && isConnected(entry.platform.name);

  function budgetWait(entry: Entry): number {
    const { kept, platform, space } = entry;
    if (kept?.sent) return budgets.edits(platform).wait(space);
    return (kept && budgets.posts(platform)?.wait(paceOf(entry))) ?? 0;
  }

  function taken(entry: Entry, isTaken: boolean): boolean {
    if (!isTaken) entry.stale = true;
    return isTaken;
  }

  return {
    due: () =>
      [...entries.values()]
        .filter((entry) => canBeSeenTo(entry) && dueAt(entry) <= now())
        .sort(
          (a, b) =>
            Number(isAwaited(b)) - Number(isAwaited(a)) || Number(b.ended) - Number(a.ended) || a.editedAt - b.editedAt,
        ),
    wait: (entry) => Math.max(dueAt(entry) - now(), budgetWait(entry)),
    turnIn(entry) {
      const wait = budgetWait(entry);
      const isInLine = canBeSeenTo(entry) && isUnposted(entry) && (entry.failingSince === undefined || wait > 0);
      return isInLine ? wait : undefined;
    },
    isBehind({ platform, channel }) {
      if (!platform.posts) return false;
      for (const other of entries.values()) {
        const waits = other.stale && !other.work && isUnposted(other);
        if (waits && other.channel === channel && dueAt(other) <= now()) return true;
      }
      return false;
    },
    mayEdit: (entry) => taken(entry, budgets.edits(entry.platform).take(entry.space)),
    mayPost: (entry) => taken(entry, budgets.posts(entry.platform)?.take(paceOf(entry)) !== false),
    hold: (entry, until) => budgets.posts(entry.platform)?.hold(paceOf(entry), until),
  };
}

const isUnposted = ({ kept }: Entry) => kept !== undefined && !kept.sent && !kept.without;

const isAwaited = (entry: Entry) => entry.awaitedSince !== undefined && isUnposted(entry);

/** Whose pace the next post of an entry keeps to: that of its channel, or of the talk with its person where that is told directly. */
function paceOf({ kept, channel, space, person }: Entry): string {
  return kept?.sent || kept?.word?.direct ? `${space}:@${person}` : channel;
}
