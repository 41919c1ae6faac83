import sharp, { type Sharp, type SharpOptions } from 'sharp';

// One photo at a time in each process: no threads beside it, nothing kept, no decoder but those of the types that are taken.
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif'].map((loader) => `VipsForeignLoad${loader}`),
});

/** sharp on a local file, or on raw pixels, with this room's settings. Import sharp from here only. */
export function open(input: string | Buffer, options: SharpOptions = {}): Sharp {
  return sharp(input, { failOn: 'truncated', ...options });
}
