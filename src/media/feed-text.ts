import { compile } from 'html-to-text';
import { LIMITS } from './limits.ts';

const { html } = LIMITS.feed;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const toText = compile({
  wordwrap: false,
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    ...['img', 'script', 'style', 'noscript', 'iframe', 'video', 'audio', 'svg', 'hr'].map((selector) => ({
      selector,
      format: 'skip',
    })),
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'ul', options: { itemPrefix: ' ' } },
    { selector: 'blockquote', options: { trimEmptyLines: true } },
  ],
  limits: { maxDepth: 50, maxChildNodes: 1_000, maxInputLength: html },
});

/** What a reader of the HTML would read: no tags, no addresses, on one line, of at most `limit` characters. */
export function htmlText(value: string, limit: number): string {
  // longer input is not cut by the library without a word on its stderr
  return plainText(toText(value.slice(0, html)), limit);
}

/** A text on one line, without control characters, cut to at most `limit` characters (UTF-16), none of them in two. */
export function plainText(value: string, limit: number): string {
  const line = value
    .slice(0, html)
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (line.length <= limit) return line;
  let cut = '';
  for (const { segment } of graphemes.segment(line.slice(0, limit + 1))) {
    if (cut.length + segment.length >= limit) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}
