/**
 * An error as the log may show it. Those of discord.js carry the address, in which an interaction's token stands, and the body of the
 * request, in which people's words do.
 */
export function described(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  const cause = error.cause instanceof Error ? `, caused by ${described(error.cause)}` : '';
  return `${error.name}: ${error.message}${code}${cause}`;
}
