import { registerMediabunnyServer } from '@mediabunny/server';

// Gives mediabunny FFmpeg's codecs. No GPU is looked for: servers have none, and the search writes to stderr.
registerMediabunnyServer({ hardwareContext: null });
