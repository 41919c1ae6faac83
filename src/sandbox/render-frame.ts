import { lay, type Picture } from './render-planes.ts';
import type { Scene } from './render-scene.ts';

const BARS = 31;
const BAR_WIDTH = 5;
const BAR_GAP = 4;

/** How far a voice opens the picture, as parts of its size: the zoom at rest, its slow breath, and what the loudness adds. */
const MOTION = { rest: 0.03, breath: 0.012, breathSeconds: 6, open: 0.014, nod: 0.02 } as const;

/**
 * Draws one frame: the photo breathes slowly and opens with the voice, and bars run from the middle outwards.
 * @param levels loudness (0 to 1) of every frame, so that the bars can show what was just said
 */
export function drawFrame(scene: Scene, levels: Float32Array, index: number, seconds: number, frame: Picture): void {
  frame.y.set(scene.background.y);
  frame.u.set(scene.background.u);
  frame.v.set(scene.background.v);

  const level = levels[index] ?? 0;
  const { picture, left, top } = scene.subject;
  const breath = Math.sin((2 * Math.PI * seconds) / MOTION.breathSeconds);
  const zoom = 1 + MOTION.rest + MOTION.breath * breath + MOTION.open * level;
  const columns = spread(picture.width, zoom, () => 0);
  const rows = spread(picture.height, zoom, (part) => MOTION.nod * level * Math.sin(Math.PI * part));
  copyPlane(picture.y, picture.width, columns, rows, frame.y, frame.width, left, top);
  const halfColumns = spread(picture.width / 2, zoom, () => 0);
  const halfRows = spread(picture.height / 2, zoom, (part) => MOTION.nod * level * Math.sin(Math.PI * part));
  copyPlane(picture.u, picture.width / 2, halfColumns, halfRows, frame.u, frame.width / 2, left / 2, top / 2);
  copyPlane(picture.v, picture.width / 2, halfColumns, halfRows, frame.v, frame.width / 2, left / 2, top / 2);

  for (const layer of scene.layers) lay(layer, frame);
  drawBars(scene, levels, index, frame);
}

/** Source positions (in 1/256 pixel) along one side: enlarged about the middle, less the shift at each part of the side. */
function spread(length: number, zoom: number, shift: (part: number) => number): Int32Array {
  const middle = (length - 1) / 2;
  return Int32Array.from({ length }, (_, position) => {
    const source = middle + (position - middle) / zoom - shift(position / length) * length;
    return Math.round(Math.min(Math.max(source, 0), length - 1.01) * 256);
  });
}

function copyPlane(
  plane: Uint8Array,
  width: number,
  columns: Int32Array,
  rows: Int32Array,
  onto: Uint8Array,
  stride: number,
  left: number,
  top: number,
): void {
  for (let row = 0; row < rows.length; row++) {
    const y = rows[row] ?? 0;
    const line = (y >> 8) * width;
    const down = y & 255;
    let target = (top + row) * stride + left;
    for (let column = 0; column < columns.length; column++, target++) {
      const x = columns[column] ?? 0;
      const at = line + (x >> 8);
      const right = x & 255;
      const above = (plane[at] ?? 0) * (256 - right) + (plane[at + 1] ?? 0) * right;
      const below = (plane[at + width] ?? 0) * (256 - right) + (plane[at + width + 1] ?? 0) * right;
      onto[target] = (above * (256 - down) + below * down) >> 16;
    }
  }
}

function drawBars(scene: Scene, levels: Float32Array, index: number, frame: Picture): void {
  const { middle, reach } = scene.bars;
  const start = Math.round((scene.width - BARS * BAR_WIDTH - (BARS - 1) * BAR_GAP) / 2);
  for (let bar = 0; bar < BARS; bar++) {
    const fromMiddle = Math.abs(bar - (BARS - 1) / 2);
    const heard = levels[index - Math.round(fromMiddle / 2)] ?? 0;
    const half = BAR_WIDTH / 2 + reach * heard * (1 - (0.55 * fromMiddle) / (BARS / 2));
    drawPill(frame, start + bar * (BAR_WIDTH + BAR_GAP), middle, half);
  }
}

/** A white upright bar with round, smooth ends. */
function drawPill(frame: Picture, left: number, middle: number, half: number): void {
  const radius = BAR_WIDTH / 2;
  const straight = Math.max(0, half - radius);
  for (let row = Math.floor(middle - half - 1); row <= Math.ceil(middle + half + 1); row++) {
    const beyond = Math.max(0, Math.abs(row + 0.5 - middle) - straight);
    for (let column = left; column < left + BAR_WIDTH; column++) {
      const distance = Math.hypot(column + 0.5 - left - radius, beyond);
      const cover = Math.min(1, Math.max(0, radius - distance + 0.5)) * 0.92;
      const at = row * frame.width + column;
      const half = (row >> 1) * (frame.width / 2) + (column >> 1);
      frame.y[at] = (frame.y[at] ?? 0) * (1 - cover) + 235 * cover;
      frame.u[half] = (frame.u[half] ?? 128) * (1 - cover / 2) + 64 * cover;
      frame.v[half] = (frame.v[half] ?? 128) * (1 - cover / 2) + 64 * cover;
    }
  }
}
