/** Collects what should not have happened: requests that Slack would call malformed, and mistakes of the fake itself. */
export interface Violations {
  readonly found: string[];
  add(sentence: string): void;
}

export function createViolations(): Violations {
  const found: string[] = [];
  return { found, add: (sentence) => void found.push(sentence) };
}
