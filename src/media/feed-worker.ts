import { readFeed } from './feed-read.ts';
import { serve } from './serve.ts';

/** The process for feeds. Its limit of memory is what stands against one that unpacks into more than it seems. */
const tasks = { readFeed };

export type FeedTasks = typeof tasks;

serve(tasks);
