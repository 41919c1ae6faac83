import { ApplicationFlags } from 'discord.js';

/** The message content intent is granted, or turned on for an application that is not verified. */
const MESSAGE_CONTENT = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;

/** Whether an application may ask for the message content intent, and so read every message. */
export function mayReadContent({ flags }: { readonly flags?: number }): boolean {
  return (Number(flags) & MESSAGE_CONTENT) !== 0;
}
