/** A message's content as Discord's clients show it. */
export interface ReadContent {
  /** Formatting applied, escapes taken away; persons as `@id`, channels `#id`, roles `@&id`, times as `at <seconds>`. */
  readonly text: string;
  /** Addresses that can be followed. */
  readonly links: readonly string[];
}

/**
 * Discord's inline rules, in the order in which they are tried; from its clients' behaviour, not from Herald's rendering. What a
 * rule makes of a match is shown instead of it; the marks of formatting vanish, so that words which should be plain show the loss.
 */
const RULES: readonly (readonly [RegExp, (match: RegExpExecArray, links: string[]) => string])[] = [
  [/^\\([^0-9A-Za-z\s])/, ([, character = '']) => character],
  [/^```[\s\S]+?```/, ([all]) => all.slice(3, -3)],
  [/^`[^`]+`/, ([all]) => all.slice(1, -1)],
  [
    /^\[([^\]]+)\]\(<?(https?:\/\/[^\s>)]+)>?\)/,
    ([, label = '', url = ''], links) => {
      links.push(url);
      return label;
    },
  ],
  [
    /^<?(https?:\/\/[^\s<>]+)>?/,
    ([, url = ''], links) => {
      links.push(url);
      return url;
    },
  ],
  [
    /^discord\.gg\/\w+/,
    ([url], links) => {
      links.push(url);
      return url;
    },
  ],
  [/^<@!?(\d+)>/, ([, id]) => `@${id}`],
  [/^<@&(\d+)>/, ([, id]) => `@&${id}`],
  [/^<#(\d+)>/, ([, id]) => `#${id}`],
  [/^<t:(-?\d+)(?::\w)?>/, ([, seconds]) => `at ${seconds}`],
  [/^<a?:\w+:\d+>|^:\w+:|^<\/[^>]+:\d+>/, () => '(emoji or command)'],
  [/^(?:\*\*|__|~~|\|\||\*|_)(?=\S)/, () => ''],
  [/^[\s\S]/, ([character]) => character],
];

/** What begins a line: headings, quotes, lists, small text. */
const BLOCK = /^(?:#{1,3} |>{1,3} |[-*] |-# |\d+\. )/gm;

export function readContent(content: string): ReadContent {
  const links: string[] = [];
  let rest = content.replace(BLOCK, '');
  let text = '';
  while (rest !== '') {
    for (const [pattern, show] of RULES) {
      const match = pattern.exec(rest);
      if (!match) continue;
      text += show(match, links);
      rest = rest.slice(match[0].length);
      break;
    }
  }
  return { text, links };
}
