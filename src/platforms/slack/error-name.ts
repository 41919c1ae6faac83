const NAME = /^[a-z][a-z0-9_]{0,60}$/;

/** What names an error of Slack's; undefined for anything else in its place, such as a page of somebody between. */
export function errorName(error: unknown): string | undefined {
  return typeof error === 'string' && NAME.test(error) ? error : undefined;
}
