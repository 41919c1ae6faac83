/** Bytes of one file, as is commonly stated; Slack's documentation has no figure (facts/slack.md). */
export const UPLOAD_LIMIT = 1_000_000_000;

/** Characters of an alternative text: `alt_txt_too_large` beyond. */
export const ALT_TEXT = 1_000;
