import { open } from 'node:fs/promises';

/** Chunks that come before the sound (a format, a few words about the recording) are short; more is not looked through. */
const HEAD = 65_536;
/** What programs write that do not know the length yet. */
const UNKNOWN = new Set([0x7fff_ffff, 0xffff_ffff]);

/**
 * The length (seconds) that a WAV header claims, true or not; undefined where it claims none. The demuxer tells what is
 * really there instead, and would take a file that claims ten hours for a short one.
 */
export async function declaredWavSeconds(path: string): Promise<number | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return claimIn(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function claimIn(head: Buffer): number | undefined {
  if (head.toString('latin1', 0, 4) !== 'RIFF') return undefined; // RF64 and RIFX: the demuxer's word is taken
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= head.length; ) {
    const name = head.toString('latin1', at, at + 4);
    const length = head.readUInt32LE(at + 4);
    if (name === 'fmt ' && at + 20 <= head.length) bytesPerSecond = head.readUInt32LE(at + 16);
    if (name === 'data') return UNKNOWN.has(length) || bytesPerSecond === 0 ? undefined : length / bytesPerSecond;
    at += 8 + length + (length % 2);
  }
  return undefined;
}
