import type { TextKey } from '../texts.ts';

/**
 * What a person is told of a task that Kling took and then failed. Such a task carries words but no code. The first two
 * texts were seen in the wild (facts/kling.md §3); the texts about faces and sound are undocumented, so any mention counts.
 */
const CAUSES: readonly (readonly [RegExp, TextKey])[] = [
  [/risk control|policy|sensitive|moderation/i, 'kling_policy'],
  [/resolution|aspect.?ratio|dimension|image size/i, 'kling_photo'],
  [/\bfaces?\b/i, 'kling_face'],
  [/audio|sound/i, 'kling_audio'],
];

/** The sentence for a failed task's `task_status_msg`. */
export function failureReason(message: string): TextKey {
  return CAUSES.find(([words]) => words.test(message))?.[1] ?? 'kling_failed';
}
