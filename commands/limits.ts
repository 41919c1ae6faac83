/** How much of everything one presenter or announcement takes. Our own figures. */
export const LIMITS = {
  /** Characters of the name of a presenter or of an announcement. */
  name: 60,
  /** Characters of an announcement's words. */
  words: 3_000,
  /** Characters of what says when something is to be. */
  when: 200,
  /** Characters of the address of a feed. */
  url: 2_000,
  /** Announcements that one may be allowed in a day. */
  aDay: 500,
  /** Roles, and people, that one announcement listens to; entries of each list of the settings. What a picker takes. */
  picked: 25,
} as const;
