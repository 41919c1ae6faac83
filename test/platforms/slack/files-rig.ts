import { post } from '../under-test.ts';
import { ID, video } from '../video.ts';

export const KEY = `${ID}v`;

/** A post with a video, and what its mark was. */
export async function marked(bytes?: number) {
  const file = await video(bytes);
  let trace: string | undefined;
  const mark = async (given: string) => {
    trace = given;
  };
  return {
    post: post(KEY, { file, mark }),
    /** What it is looked for by. */
    sought: () => ({ key: KEY, file, ...(trace !== undefined && { trace }) }),
    trace: () => trace,
  };
}
