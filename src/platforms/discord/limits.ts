const MiB = 1024 * 1024;

/** What Discord allows, from its documentation unless a line says otherwise (../shared/facts/discord.md). Times in ms. */
export const LIMITS = {
  /** Characters of a message, as the documentation has it; its OpenAPI says 4,000. */
  content: 2_000,
  /** Of a file. */
  altText: 1_024,
  /** Rows of components below a message: five buttons or one picker each. */
  rows: 5,
  buttonsPerRow: 5,
  buttonLabel: 80,
  /** What is shown in an empty picker. */
  placeholder: 150,
  picked: 25,
  /** Of a field of a form. */
  words: 4_000,
  /** Choices of a menu in a form. */
  options: 25,
  optionLabel: 100,
  threadName: 100,
  /** Minutes without a message after which a thread leaves the list of channels: a day. */
  threadAutoArchive: 1_440,
  /** Messages in one answer to a look at a channel. */
  page: 100,
  /**
   * Bytes of one file, by the server's boost tier: since 2025-01, and for each file since 2025-03; the tiers as discord.py
   * has them. The requester's own Nitro does not count: the bot posts.
   */
  upload: [10 * MiB, 10 * MiB, 50 * MiB, 100 * MiB],
  /**
   * How long the same nonce surely gives the same message. Discord says "the past few minutes", and no figure; two are the
   * fewest that this can mean.
   */
  nonce: 120_000,
  /** …and how long it may give it at most: those few minutes, with room. */
  nonceAtMost: 600_000,
} as const;

/** Bytes that a file stays below Discord's limit: nobody has documented what exactly is counted. */
export const UPLOAD_MARGIN = 256 * 1024;
