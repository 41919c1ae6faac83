import { clean } from '../plain.ts';

/**
 * Cannot be seen, and breaks no line. What mrkdwn takes for a mark must not have white space on its inner side, and this is white
 * space to Slack's clients (`\s` of JavaScript); in an address or a name it is no letter.
 */
const JOINER = '\ufeff';

/** Emphasis and code. */
const MARKS = /[*_~`]/g;

/** What makes emoji, addresses with and without a scheme, mail addresses, and names of channels and people. */
const BONDS = /[:@#](?=\S)|\.(?=[\p{L}\p{N}])/gu;

/** The three characters for which Slack documents an escape. Our own words need no other. */
export function entities(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Words that Slack shows just as they were written, and that mention, link and format nothing. Without a `<` nothing can be
 * mentioned and no link disguised; for what else mrkdwn reads out of words there is no escape, so something invisible comes between.
 */
export function escaped(words: string): string {
  return entities(clean(words).replace(BONDS, `$&${JOINER}`))
    .replace(MARKS, `${JOINER}$&${JOINER}`)
    .replaceAll('&gt;', `${JOINER}&gt;`);
}

/** Words as they were before they were {@link escaped} and copied from there: Slack gives what cannot be seen back with them. */
export function unjoined(words: string): string {
  return words.replaceAll(JOINER, '');
}

/** Escaped words in pieces, of which none may be cut. */
export function pieces(words: string): string[] {
  return words.match(/&(?:amp|lt|gt);|[\s\S]/gu) ?? [];
}
