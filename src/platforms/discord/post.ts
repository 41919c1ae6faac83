import {
  type APIChannel,
  type APIMessageReferenceSend,
  DiscordAPIError,
  type RESTPostAPIChannelMessageJSONBody,
  Routes,
} from 'discord.js';
import type { Place } from '../../jobs/job.ts';
import type { Platform, Post, PostOutcome } from '../platform.ts';
import { call, channelIdOf, idOf } from './call.ts';
import type { OutgoingContext } from './context.ts';
import { Code, later } from './errors.ts';
import { type FormRequest, withFile } from './form.ts';
import { channelOf, placeOf, urlOf } from './places.ts';
import { renderMessage } from './render.ts';
import { markOf } from './traces.ts';

/** Stands for the id of a message that was posted and is known to be deleted since. Discord gives nothing this id. */
export const DELETED_SINCE = '0';

/**
 * Posts once: `enforce_nonce` has Discord answer a second post under the same key with the first message. That holds for a few
 * minutes only; past them, whoever does not know looks first (`find`).
 */
export function createPost(context: OutgoingContext, uploadLimit: Platform['uploadLimit']): Platform['post'] {
  const { rest, posts, uploads, now, log } = context;
  if (posts.options.retries + uploads.options.retries > 0) throw new RangeError('A post is sent once');

  /**
   * Where a message is that answers a post to a channel: elsewhere, when its nonce was used there. It is posted then, and never
   * again; where exactly that is may have to be guessed, which is better than not to say so.
   */
  async function placeOfAnswer(to: Place, channel: string, answer: unknown, signal: AbortSignal): Promise<Place> {
    const elsewhere = channelIdOf(answer);
    if (elsewhere === undefined || elsewhere === channel) return to;
    const called = await call(now, (own) => rest.get(Routes.channel(elsewhere), { signal: own }), signal);
    const place = 'answer' in called ? placeOf(called.answer as APIChannel) : undefined;
    const { thread: _, ...around } = to;
    return place ?? { ...around, channel: elsewhere };
  }

  async function send(to: Place, channel: string, post: Post, signal: AbortSignal): Promise<PostOutcome> {
    const by = post.file ? uploads : posts;
    const request = await requestOf(post);
    const called = await call(
      now,
      (own) => by.post(Routes.channelMessages(channel), { ...request, signal: own }),
      signal,
    );
    if ('answer' in called) {
      const message = idOf(called.answer);
      if (message !== undefined) return posted(await placeOfAnswer(to, channel, called.answer, signal), message);
      log.warn({ key: post.key }, 'Discord answered a post with something else: it is not known whether it is there');
      return { outcome: 'unclear' };
    }
    const { trouble, error } = called;
    // The nonce was used, and what it made is gone.
    if (trouble.code === Code.UnknownMessage) return posted(to, DELETED_SINCE);
    if (post.replyTo !== undefined && isAboutReply(error)) return send(to, channel, withoutReply(post), signal);
    if (trouble.verdict === 'wrong') {
      log.error({ key: post.key, trouble, err: reasonOf(error) }, 'Discord does not understand a post');
      return { outcome: 'closed' };
    }
    log.warn({ key: post.key, trouble }, 'Discord did not take a post');
    return trouble.verdict === 'later' ? later(trouble) : { outcome: trouble.verdict };
  }

  return async (to, post, signal) => {
    const channel = channelOf(to);
    if (channel === undefined) return { outcome: 'closed' };
    if (post.file && post.file.bytes > uploadLimit(to)) return { outcome: 'too_large' };
    return send(to, channel, post, signal);
  };
}

function posted(place: Place, message: string): PostOutcome {
  const url = message === DELETED_SINCE ? urlOf(place) : urlOf(place, message);
  return { outcome: 'posted', sent: { place, message, url } };
}

async function requestOf(post: Post): Promise<FormRequest | { body: RESTPostAPIChannelMessageJSONBody }> {
  const body: RESTPostAPIChannelMessageJSONBody = {
    ...renderMessage(post.message, markOf(post.key)),
    nonce: post.key,
    enforce_nonce: true,
    ...(post.replyTo !== undefined && { message_reference: replyTo(post.replyTo) }),
  };
  return post.file ? withFile(body, post.file) : { body };
}

function replyTo(message_id: string): APIMessageReferenceSend {
  return { message_id, fail_if_not_exists: false };
}

function withoutReply({ replyTo: _, ...post }: Post): Post {
  return post;
}

/** What is answered cannot be answered: its history may not be read, or it is no message of a person. */
function isAboutReply(error: unknown): boolean {
  if (!(error instanceof DiscordAPIError)) return false;
  if (error.code === Code.CannotReplyWithoutPermissionToReadMessageHistory) return true;
  const { rawError } = error;
  return 'errors' in rawError && Object.hasOwn(Object(rawError.errors), 'message_reference');
}

/** Discord's own words on what is wrong: names of fields, nobody's text. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
