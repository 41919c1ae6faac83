import pino, { type DestinationStream, type Logger } from 'pino';

/**
 * Addresses that carry a signature: in their query (save the one that invites a bot), or in the path; and Slack's tokens, of which
 * new ones come while Herald runs.
 */
const SIGNED = [
  [/((?:https?|wss?):\/\/[^\s"?\\]+)(?<!\/oauth2\/authorize)\?[^\s"\\]*/g, '$1?…'],
  [/\/media\/[^\s"\\]+/g, '/media/…'],
  [/(\/(?:webhooks|interactions)\/\d+)\/[\w%-]+/g, '$1/…'],
  [/(\/kling\/callback\/[a-z0-9]+)\.[\w-]+/g, '$1.…'],
  [/(https?:\/\/[^\s"/\\]+\/(?:commands|actions|app|services|upload\/v1))\/[^\s"\\]+/g, '$1/…'],
  [/\b(xox[a-z]|xapp)[-.][\w.-]{6,}/g, '$1-…'],
] as const;

/** Takes every secret, and the signature of every link, out of a text. */
function scrub(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, '…');
  for (const [pattern, kept] of SIGNED) clean = clean.replace(pattern, kept);
  return clean;
}

/** Logs JSON lines, each scrubbed as a whole before it is written: whatever an error's text holds, no secret leaves. */
export function createLog(level: string, secrets: readonly string[], to?: DestinationStream): Logger {
  const plain = secrets.filter((secret) => secret.length >= 4);
  const hidden = [...plain, ...plain.map((secret) => JSON.stringify(secret).slice(1, -1))];
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: (line) => scrub(line, hidden) },
    },
    to ?? pino.destination(1),
  );
}
