/** What Block Kit allows: the doc comments of @slack/types 3.2 and docs.slack.dev/reference/block-kit, unless said otherwise. */
export const BLOCK_LIMITS = {
  blocks: { message: 50, modal: 100, home: 100 },
  id: 255,
  sectionText: 3_000,
  fields: 10,
  fieldText: 2_000,
  headerText: 150,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  url: 3_000,
  accessibilityLabel: 75,
  imageUrl: 3_000,
  altText: 2_000,
  imageTitle: 2_000,
  options: 100,
  optionGroups: 100,
  /** Checkboxes and radio buttons. */
  fewOptions: 10,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  groupLabel: 75,
  placeholder: 150,
  inputLabel: 2_000,
  inputHint: 2_000,
  inputText: 3_000,
  filesPerInput: 10,
  /** Bytes of each file: a recorded view_submission echoes `max_file_size_bytes: 10000000`. */
  inputFile: 10_000_000,
  confirm: { title: 100, text: 300, button: 30 },
  /** All `markdown` blocks of a payload together. */
  markdown: 12_000,
  /** All blocks of a message together; undocumented (bolt-js#2509). */
  messageCharacters: 13_200,
  modal: { title: 24, button: 24, privateMetadata: 3_000, stack: 3 },
  /** Of a whole view (`view_too_large` in the method schemas). */
  viewBytes: 250_000,
} as const;
