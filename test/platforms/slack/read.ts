import { isObject } from '../../fakes/loose.ts';

/** A text as Slack's clients show it. */
export interface ReadText {
  /** Formatting applied, escapes taken away; persons as `@id`, channels `#id`, user groups `@&id`, times as `at <seconds>`. */
  readonly text: string;
  /** Addresses that can be followed. */
  readonly links: readonly string[];
}

type Rule = readonly [pattern: RegExp, show: (match: RegExpExecArray, links: string[]) => string];

const linked: Rule[1] = ([url], links) => {
  links.push(url);
  return url;
};

/**
 * mrkdwn's rules, in the order in which they are tried; from Slack's documentation and its clients' behaviour, not from Herald's
 * rendering. What a rule makes of a match is shown instead of it; the marks of formatting vanish, so that words which should be plain
 * show the loss. A mark begins after what is no letter and before what is no space, and ends the other way round.
 */
const RULES: readonly Rule[] = [
  [/(?<=^|\n)(?:>|&gt;)+ ?/y, () => ''],
  [/<@([UW]\w+)(?:\|[^>]*)?>/y, ([, id]) => `@${id}`],
  [/<#([CDG]\w+)(?:\|[^>]*)?>/y, ([, id]) => `#${id}`],
  [/<!subteam\^(\w+)(?:\|[^>]*)?>/y, ([, id]) => `@&${id}`],
  [/<!date\^(\d+)\^[^|>]*\|[^>]*>/y, ([, seconds]) => `at ${seconds}`],
  [/<!(?:here|channel|everyone)(?:\|[^>]*)?>/y, () => '(everybody is notified)'],
  [
    /<(https?:[^|>]+)(?:\|([^>]*))?>/y,
    ([, url = '', label], links) => {
      links.push(decoded(url));
      return decoded(label ?? url);
    },
  ],
  [/```\s*\S[\s\S]*?```|(?<![\p{L}\p{N}])`(?=\S)[^`\n]*(?<=\S)`/uy, () => '(code)'],
  [/(?<![\p{L}\p{N}])([*_~])(?=\S)[^\n]*?(?<=\S)\1(?![\p{L}\p{N}])/uy, () => '(formatted)'],
  [/:[\w+-]+:/y, () => '(emoji)'],
];

/** What Slack makes of words in a text that is not `verbatim`. */
const PARSED: readonly Rule[] = [
  [/https?:\/\/[^\s<>]+/y, linked],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/iy, linked],
  [/(?<![\w.])(?:[a-z\d-]+\.)+[a-z]{2,}(?:\/[^\s<>]*)?/iy, linked],
  [/@(?:here|channel|everyone)\b/y, () => '(everybody is notified)'],
  [/#[\w-]+/y, () => '(channel)'],
];

const PLAIN: Rule = [/&(?:amp|lt|gt);|[\s\S]/uy, ([unit]) => decoded(unit)];

const decoded = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

export function readMrkdwn(mrkdwn: string, verbatim: boolean): ReadText {
  const rules = [...RULES, ...(verbatim ? [] : PARSED), PLAIN];
  const links: string[] = [];
  let text = '';
  for (let at = 0; at < mrkdwn.length; ) {
    for (const [pattern, show] of rules) {
      pattern.lastIndex = at;
      const match = pattern.exec(mrkdwn);
      if (!match) continue;
      text += show(match, links);
      at += match[0].length;
      break;
    }
  }
  return { text, links };
}

/** What the mrkdwn in the sections of a message or a view comes to, one below the other. */
export function readBlocks(blocks: readonly unknown[]): ReadText {
  const read = blocks.filter(isObject).flatMap(({ type, text }) => {
    const isShown = type === 'section' && isObject(text) && text.type === 'mrkdwn';
    return isShown ? readMrkdwn(String(text.text), text.verbatim === true) : [];
  });
  return { text: read.map(({ text }) => text).join('\n'), links: read.flatMap(({ links }) => links) };
}

/** A text without what cannot be seen and is put between characters so that nothing is made of them. */
export const readable = (text: string) => text.replace(/\u200B|\u200C|\u200D|\u2060|\uFEFF/g, '');
