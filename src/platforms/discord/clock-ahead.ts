import type { REST } from 'discord.js';

/**
 * How far Discord's clock is ahead of this one (ms), to about a second, as the newest answer to any of these tells; 0 before the
 * first. It listens as long as they are used.
 */
export function clockAhead(rests: readonly REST[], now: () => number): () => number {
  let ahead = 0;
  for (const rest of rests) {
    rest.on('response', (_, { headers }) => {
      const date = Date.parse(headers.get('date') ?? '');
      if (!Number.isNaN(date)) ahead = date - now();
    });
  }
  return () => ahead;
}
