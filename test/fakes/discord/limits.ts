const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MiB = 1024 * 1024;

/** What Discord allows, from its documentation unless a line says otherwise; see facts/discord.md. Times in ms. */
export const LIMITS = {
  /** For the first answer to an interaction. */
  acknowledge: 3_000,
  /** Life of an interaction's token. */
  token: 15 * MINUTE,
  /** "The past few minutes"; the true length is not documented. */
  nonceWindow: 3 * MINUTE,
  nonceLength: 25,
  content: 2_000,
  altText: 1_024,
  filesPerMessage: 10,
  embedsPerMessage: 10,
  embedCharacters: 6_000,
  /** Bytes of one file, by the guild's boost tier. */
  upload: [10 * MiB, 10 * MiB, 50 * MiB, 100 * MiB],
  rows: 5,
  buttonsPerRow: 5,
  /** Nested ones count as well, where Components V2 are used. */
  componentsV2: 40,
  options: 25,
  customId: 100,
  buttonLabel: 80,
  optionText: 100,
  placeholder: 150,
  modalTitle: 45,
  modalComponents: 5,
  labelText: 45,
  labelDescription: 100,
  textInput: 4_000,
  choices: 25,
  commandName: 32,
  commandDescription: 100,
  commandsByType: { 1: 100, 2: 15, 3: 15, 4: 1 },
  /** All names, descriptions and values of a command together. */
  commandCharacters: 8_000,
  commandCreatesPerDay: 200,
  threadName: 100,
  activeThreads: 1_000,
  /** After this long, edits of a message are counted. */
  oldMessage: HOUR,
  /** Edits of such a message in an hour; a guess, the true figure is not documented. */
  oldEditsPerHour: 10,
  /** Publications of a channel in an hour; not documented (facts/discord.md). */
  crossposts: { limit: 10, perMs: HOUR },
  /** ms that a signed link to a file lives. */
  link: 24 * HOUR,
  day: 24 * HOUR,
  /** Payloads a client may send in a minute. */
  gatewaySends: 120,
  identifiesPerDay: 1_000,
} as const;
