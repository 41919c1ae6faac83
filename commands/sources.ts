/**
 * What calls a hook, which decides which words are said when none are given. Words hold placeholders: of everything, `{date}`,
 * `{time}`, `{weekday}`, `{server}`, `{channel}` and `{presenter}`; of hooks, feeds and watched channels also Mustache, `{{…}}`, over what
 * came: the payload; `title`, `summary`, `link` and `feed`; `text`, `author` and `channel`.
 */
export const SOURCES = ['text', 'github-release', 'gitlab-release', 'alert'] as const;
export type SourceName = (typeof SOURCES)[number];
