import { RESTJSONErrorCodes as Code, DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { causeOf, isUnsent } from '../network.ts';

type Verdict =
  | 'too_large'
  /** There, this can never be done. */
  | 'closed'
  /** Surely not done; it can be tried again. */
  | 'later'
  /** Nobody knows whether it was done: no answer, or one that says nothing. */
  | 'unclear'
  /** Discord says that the request itself is wrong: a defect of Herald's. */
  | 'wrong';

/** What went wrong with a call. Fit for the log: it holds no address, no token and nobody's words. */
export interface Trouble {
  readonly verdict: Verdict;
  /** Discord's own number for it. */
  readonly code?: number;
  readonly status?: number;
  /** Not to be tried before this time (ms). */
  readonly at?: number;
  /** Of what failed on the way: the system's or the HTTP client's code. */
  readonly cause?: string;
}

const GONE: readonly number[] = [Code.UnknownChannel, Code.UnknownGuild, Code.UnknownMessage, Code.UnknownUser];

/** What discord.js's REST adds to each wait (ms, its `offset`). A wait of no more is none: nobody said how long it is to be. */
const OFFSET = 50;

/** Not to be had here by asking again, whatever the status. */
const FORBIDDEN: readonly number[] = [
  Code.ExplicitContentCannotBeSentToTheDesiredRecipient,
  Code.UserBannedFromThisGuild,
  Code.CannotSendAMessageInAForumChannel,
  Code.MissingAccess,
  Code.CannotExecuteActionOnDMChannel,
  Code.CannotEditMessageAuthoredByAnotherUser,
  Code.CannotSendMessagesToThisUser,
  Code.CannotSendMessagesInNonTextChannel,
  Code.ChannelVerificationLevelTooHighForYouToGainAccess,
  Code.MissingPermissions,
  Code.CannotExecuteActionOnThisChannelType,
  Code.InvalidActionOnArchivedThread,
  Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
  Code.ThreadLocked,
  Code.MessageWasBlockedByAutomaticModeration,
  Code.MessageBlockedByHarmfulLinksFilter,
  Code.AccessToFileUploadsHasBeenLimitedForThisGuild,
];

/** Passes by itself, whatever the status. */
const PASSING: readonly number[] = [
  Code.ActionCannotBePerformedDueToSlowmodeRateLimit,
  Code.AnnouncementEditLimitExceeded,
  Code.ChannelSendRateLimit,
  Code.ServerSendRateLimit,
  Code.MaximumNumberOfEditsToMessagesOlderThanOneHourReached,
  Code.OpeningDirectMessagesTooFast,
  Code.SendMessagesHasBeenTemporarilyDisabled,
  Code.FeatureTemporarilyDisabledServerSide,
  Code.ServiceResourceIsBeingRateLimited,
  Code.CloudflareIsBlockingYourRequest,
];

/**
 * Judges what a call to discord.js's REST threw. An answer without a number of Discord's own is somebody else's (Cloudflare's,
 * a proxy's), and says nothing of the place. What it says holds for the last try: posts are tried once.
 */
export function judge(error: unknown, now: number): Trouble {
  if (error instanceof RateLimitError) {
    const { retryAfter } = error;
    return { verdict: 'later', status: 429, ...(isWait(retryAfter) && { at: now + retryAfter }) };
  }
  if (error instanceof HTTPError) return { verdict: 'unclear', status: error.status };
  if (error instanceof DiscordAPIError) return judgeAnswer(error);
  const cause = causeOf(error);
  return { verdict: isUnsent(cause) ? 'later' : 'unclear', cause };
}

function judgeAnswer({ code: given, status }: DiscordAPIError): Trouble {
  const code = typeof given === 'number' ? { code: given } : {};
  const number = code.code ?? 0;
  const as = (verdict: Verdict): Trouble => ({ verdict, status, ...code });
  if (status === 413 || number === Code.RequestEntityTooLarge) return as('too_large');
  if (status === 401 || status === 429 || PASSING.includes(number)) return as('later');
  if (GONE.includes(number) || FORBIDDEN.includes(number)) return as('closed');
  if (status === 408) return as('unclear');
  if (number === 0 && status !== 400) return as('later');
  return as(status === 403 || status === 404 ? 'closed' : 'wrong');
}

/** Whether so many ms, as discord.js tells them, are a time to wait; else asking again at once would be met the same way. */
export function isWait(retryAfter: number): boolean {
  return retryAfter > OFFSET;
}

/** Whether Discord says that a place is there no more. An unknown server may only be one that the bot was removed from. */
export function isPlaceGone({ code }: Trouble): boolean {
  return code === Code.UnknownChannel;
}

/** Not now, perhaps not before a time (ms). */
export function later({ at }: Trouble): { readonly outcome: 'later'; readonly at?: number } {
  return { outcome: 'later', ...(at !== undefined && { at }) };
}

export { Code };
