import { registerMediabunnyServer } from '@mediabunny/server';
import { serve } from '../media/serve.ts';
import { renderVideo } from './render-video.ts';

registerMediabunnyServer();

const tasks = { render: renderVideo };
export type RenderTasks = typeof tasks;

serve(tasks);
