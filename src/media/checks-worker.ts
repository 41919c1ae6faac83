import { checkAudio } from './audio-check.ts';
import { checkPhoto } from './photo-check.ts';
import { serve } from './serve.ts';
import { checkVideo } from './video-check.ts';

/** The process for what must never wait: headers are read, nothing is decoded. */
const tasks = { checkPhoto, checkAudio, checkVideo };

export type ChecksTasks = typeof tasks;

serve(tasks);
