import type { FieldProblem } from './field-problems.ts';
import { nested } from './field-problems.ts';

/** Discord's errors that Herald can meet: code → status and text. */
const TABLE = {
  0: [401, '401: Unauthorized'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  20012: [403, 'You are not authorized to perform this action on this application'],
  30032: [400, 'Maximum number of application commands reached (100)'],
  30034: [429, 'Max number of daily application command creates has been reached (200)'],
  30046: [429, 'Maximum number of edits to messages older than 1 hour reached. Try again later.'],
  40005: [413, 'Request entity too large'],
  40033: [400, 'This message has already been crossposted.'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50003: [403, 'Cannot execute action on a DM channel'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50035: [400, 'Invalid Form Body'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  160002: [400, 'You cannot reply without permission to read message history'],
  160004: [400, 'A thread has already been created for this message'],
  160005: [403, 'Thread is locked'],
  160006: [400, 'Maximum number of active threads reached'],
  160014: [400, 'Cannot forward a message whose content you cannot read'],
} as const satisfies Record<number, readonly [number, string]>;

export type DiscordErrorCode = keyof typeof TABLE;

/** What Discord answers instead of doing what was asked. */
export class DiscordError extends Error {
  readonly status: number;
  readonly code: DiscordErrorCode;
  readonly problems: readonly FieldProblem[];

  constructor(code: DiscordErrorCode, problems: readonly FieldProblem[] = []) {
    super(TABLE[code][1]);
    this.status = TABLE[code][0];
    this.code = code;
    this.problems = problems;
  }

  get body(): Record<string, unknown> {
    const errors = this.problems.length > 0 ? { errors: nested(this.problems) } : {};
    const later = this.status === 429 ? { retry_after: 60, global: false } : {};
    return { message: this.message, code: this.code, ...errors, ...later };
  }
}
