import type { Answer, PostFile } from '../../src/platforms/platform.ts';
import { type Read, read } from './paper-text.ts';

/** An answer to one request, and what its person sees of it. */
export interface PaperAnswer extends Answer {
  /** What stands there now; undefined before anything was said, and after `done`. */
  readonly shown: (Read & { readonly file?: PostFile }) | undefined;
  /** Everything that was said, oldest first. */
  readonly heard: readonly string[];
  readonly isDone: boolean;
}

/** Gives the answer of a name, or a new one. */
export function paperAnswers(now: () => number, nextId: () => string): (ref?: string) => PaperAnswer {
  const answers = new Map<string, PaperAnswer>();
  return (ref = `answer ${nextId()}`) => {
    const known = answers.get(ref);
    if (known) return known;
    const heard: string[] = [];
    let shown: PaperAnswer['shown'];
    let isDone = false;
    const made: PaperAnswer = {
      ref,
      heard,
      get shown() {
        return shown;
      },
      get isDone() {
        return isDone;
      },
      async say(message, file) {
        shown = { ...read(message, now()), ...(file ? { file } : {}) };
        heard.push(shown.text);
      },
      async done() {
        isDone = true;
        shown = undefined;
      },
    };
    answers.set(ref, made);
    return made;
  };
}
