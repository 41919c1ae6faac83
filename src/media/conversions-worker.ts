import type { AudioOrder, JoinOrder } from './audio-prepare.ts';
import type { PhotoOrder, ReadyOrder } from './photo-prepare.ts';
import { serve } from './serve.ts';
import type { FitOrder } from './video-fit.ts';

/**
 * The processes for what takes its time. What a task needs is loaded with the first task that needs it: FFmpeg alone costs
 * 100 MB and most of a second.
 */
const tasks = {
  isPhotoReady: async (order: ReadyOrder) => {
    const { isPhotoReady } = await import('./photo-prepare.ts');
    return await isPhotoReady(order);
  },
  preparePhoto: async (order: PhotoOrder) => {
    const { preparePhoto } = await import('./photo-prepare.ts');
    return await preparePhoto(order);
  },
  prepareAudio: async (order: AudioOrder) => {
    await import('./codecs.ts');
    const { prepareAudio } = await import('./audio-prepare.ts');
    return await prepareAudio(order);
  },
  joinAudio: async (order: JoinOrder) => {
    await import('./codecs.ts');
    const { joinAudio } = await import('./audio-prepare.ts');
    return await joinAudio(order);
  },
  fitVideo: async (order: FitOrder) => {
    await import('./codecs.ts');
    const { fitVideo } = await import('./video-fit.ts');
    return await fitVideo(order);
  },
};

export type ConversionsTasks = typeof tasks;

serve(tasks);
