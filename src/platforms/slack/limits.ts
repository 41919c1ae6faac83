/**
 * What Slack allows, from the doc comments of @slack/types 3.2 and docs.slack.dev/reference/block-kit, unless a line says otherwise
 * (../shared/facts/slack.md). Characters, where nothing else is said.
 */
export const LIMITS = {
  /** Of a message's text: chat.update refuses more (`msg_too_long`), though chat.postMessage takes ten times as much. */
  text: 4_000,
  /** Of a section's text. */
  section: 3_000,
  /**
   * Of all that the blocks of a message or of a home tab say: below the 13,200 beyond which Slack refuses a message (`msg_blocks_too_long`,
   * bolt-js#2509), with room for what is on buttons, and far below the 250 kB of a whole view.
   */
  blocks: 11_000,
  /** Elements of one actions block: all the buttons that a message of ours has. */
  buttons: 25,
  buttonLabel: 75,
  /** “May truncate with ~30 characters”: what is seen of a button's label at least. */
  buttonSeen: 30,
  /** What is shown in an empty picker. */
  placeholder: 150,
  /** Of a field of a form. */
  words: 3_000,
  /** Choices that a menu offers at a time. */
  options: 100,
  optionText: 75,
  optionValue: 150,
  /** Of what goes with a view (`private_metadata`). */
  viewData: 3_000,
  /** Of a file's alternative text: `alt_txt_too_large` beyond. */
  altText: 1_000,
  /** Bytes of one file, as is commonly stated: the documentation has no figure. */
  upload: 1_000_000_000,
} as const;
