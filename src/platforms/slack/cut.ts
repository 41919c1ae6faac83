/** At most `limit` characters of pieces, none of them torn; cut at a line's end where that leaves at least half. */
export function cut(content: readonly string[], limit: number): readonly string[] {
  const room = content.slice(0, fitting(content, limit - 1));
  if (fitting(content, limit) === content.length) return content;
  const whole = room.slice(0, Math.max(room.lastIndexOf('\n'), 0));
  return whole.join('').length >= limit / 2 ? [...whole, '\n', '…'] : [...room, '…'];
}

/** How many pieces from the first on have at most `limit` characters together. */
export function fitting(content: readonly string[], limit: number): number {
  let length = 0;
  const over = content.findIndex((piece) => {
    length += piece.length;
    return length > limit;
  });
  return over < 0 ? content.length : over;
}
