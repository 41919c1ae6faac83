import { CLIP } from './kling.ts';

export type Gate = ReturnType<typeof gate>;

/** Renders that are over at once, unless they are held. */
export function gate() {
  let closed: PromiseWithResolvers<void> | undefined;
  return {
    async render() {
      await closed?.promise;
      return { seconds: 2, path: CLIP };
    },
    /** Holds all renders from now on. @returns what lets them go */
    hold(): () => void {
      const held = Promise.withResolvers<void>();
      closed = held;
      return () => {
        if (closed === held) closed = undefined;
        held.resolve();
      };
    },
  };
}
