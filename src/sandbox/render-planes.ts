/** A picture as an encoder wants it: brightness at full size, colour at half (I420, BT.709, limited range). Even sizes only. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
}

/** A picture laid over another at a place; its colours are already multiplied by `alpha`. Even place and size. */
export interface Layer extends Picture {
  readonly left: number;
  readonly top: number;
  /** 0 to 255 for each pixel, and for each half-size pixel. */
  readonly alpha: Uint8Array;
  readonly alphaHalf: Uint8Array;
}

export const BT709 = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const;

/** A picture whose planes lie behind each other in `bytes`, so that it can be encoded as it stands. */
export function pictureOn(bytes: Uint8Array, width: number, height: number): Picture {
  const size = width * height;
  return {
    width,
    height,
    y: bytes.subarray(0, size),
    u: bytes.subarray(size, size * 1.25),
    v: bytes.subarray(size * 1.25, size * 1.5),
  };
}

/** Converts pixels of four bytes (RGBA, not premultiplied). */
export function fromRgba(rgba: Uint8Array, width: number, height: number): Picture {
  return layerFrom(rgba, width, height, 0, 0);
}

/** Converts pixels of four bytes (RGBA, not premultiplied) into a layer at a place. */
export function layerFrom(rgba: Uint8Array, width: number, height: number, left: number, top: number): Layer {
  const picture = pictureOn(new Uint8Array(width * height * 1.5), width, height);
  const alpha = new Uint8Array(width * height);
  const alphaHalf = new Uint8Array((width * height) / 4);
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      let u = 0;
      let v = 0;
      let opacity = 0;
      for (const pixel of [
        row * width + column,
        row * width + column + 1,
        (row + 1) * width + column,
        (row + 1) * width + column + 1,
      ]) {
        const r = rgba[pixel * 4] ?? 0;
        const g = rgba[pixel * 4 + 1] ?? 0;
        const b = rgba[pixel * 4 + 2] ?? 0;
        const a = (rgba[pixel * 4 + 3] ?? 255) / 255;
        picture.y[pixel] = (16 + 0.1826 * r + 0.6142 * g + 0.062 * b) * a;
        alpha[pixel] = a * 255;
        u += (128 - 0.1006 * r - 0.3386 * g + 0.4392 * b) * a;
        v += (128 + 0.4392 * r - 0.3989 * g - 0.0403 * b) * a;
        opacity += a;
      }
      const half = (row / 2) * (width / 2) + column / 2;
      picture.u[half] = u / 4;
      picture.v[half] = v / 4;
      alphaHalf[half] = (opacity * 255) / 4;
    }
  }
  return { ...picture, left, top, alpha, alphaHalf };
}

/** Lays a layer over a picture, in place. */
export function lay(layer: Layer, onto: Picture): void {
  const { width, height, left, top } = layer;
  layPlane(layer.y, layer.alpha, width, height, onto.y, onto.width, left, top);
  layPlane(layer.u, layer.alphaHalf, width / 2, height / 2, onto.u, onto.width / 2, left / 2, top / 2);
  layPlane(layer.v, layer.alphaHalf, width / 2, height / 2, onto.v, onto.width / 2, left / 2, top / 2);
}

function layPlane(
  plane: Uint8Array,
  alpha: Uint8Array,
  width: number,
  height: number,
  onto: Uint8Array,
  stride: number,
  left: number,
  top: number,
): void {
  for (let row = 0; row < height; row++) {
    let target = (top + row) * stride + left;
    for (let index = row * width; index < (row + 1) * width; index++, target++) {
      const opacity = alpha[index] ?? 0;
      if (opacity > 0) onto[target] = (plane[index] ?? 0) + ((onto[target] ?? 0) * (255 - opacity)) / 255;
    }
  }
}
