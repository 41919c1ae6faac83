import { readFile, stat } from 'node:fs/promises';
import { DetectError, parseFeed } from 'feedsmith';
import { Refusal } from '../refusal.ts';
import { decodeFeed } from './feed-decode.ts';
import { finish, fromAtom, fromJson, fromRdf, fromRss, type RawFeed } from './feed-items.ts';
import { LIMITS } from './limits.ts';
import type { Feed } from './media.ts';

const { bytes } = LIMITS.feed;

/** Reads RSS, RDF, Atom or JSON Feed. @throws Refusal for anything else */
export async function readFeed(path: string): Promise<Feed> {
  const { size } = await stat(path);
  if (size > bytes) throw new Refusal('too_large', 'feed_bytes', { megabytes: bytes / 1_000_000 });
  const text = decodeFeed(await readFile(path)).trimStart();
  if (isPage(text)) throw new Refusal('type', 'feed_page');
  return finish(parse(text));
}

function parse(text: string): RawFeed {
  try {
    const found = parseFeed(text);
    // of one that was cut off, the last item would be another one than the next time
    if (found.format !== 'json' && !/<\/(?:\w+:)?(?:rss|feed|rdf)\s*>/i.test(text.slice(-5_000)))
      throw new Error('cut off');
    switch (found.format) {
      case 'rss':
        return fromRss(found.feed);
      case 'rdf':
        return fromRdf(found.feed);
      case 'atom':
        return fromAtom(found.feed);
      case 'json':
        return fromJson(found.feed);
    }
  } catch (error) {
    // also what a parser throws that runs out of stack
    const key = error instanceof DetectError ? 'feed_none' : 'feed_broken';
    throw new Refusal(key === 'feed_none' ? 'type' : 'input', key, {}, { cause: error });
  }
}

/** Whether its first element says that it is HTML; comments, a declaration and a document type may come before that. */
function isPage(text: string): boolean {
  const head = text.slice(0, 10_000).replaceAll(/<\?[^>]*>|<!--[\s\S]*?-->/g, '');
  return /^\s*(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])/i.test(head);
}
