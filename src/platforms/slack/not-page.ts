/** How every page for people begins, whatever it is declared as. */
const PAGE = /^\s*<(?:!doctype\s+html|html|head|script)\b/i;

/** Bytes in which that shows. */
const HEAD = 64;

/**
 * Passes bytes on, unless they are a page: by their declared type, or by how they begin.
 * @throws what `otherwise` makes
 */
export async function* notPage(
  source: AsyncIterable<Uint8Array>,
  type: string | undefined,
  otherwise: () => Error,
): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of source) {
    if (type === 'text/html') throw otherwise();
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.byteLength < HEAD) continue;
    yield checked(head, otherwise);
    head = undefined;
  }
  if (head && head.byteLength > 0) yield checked(head, otherwise);
}

function checked(head: Uint8Array, otherwise: () => Error): Uint8Array {
  if (PAGE.test(Buffer.from(head.subarray(0, HEAD)).toString('latin1'))) throw otherwise();
  return head;
}
