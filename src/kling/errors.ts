import type { TextKey } from '../texts.ts';
import { ERRORS, UNKNOWN } from './error-table.ts';

/** What sort of refusal a code is; decides what happens to the job and to the queue. */
export type ErrorKind =
  | 'credentials'
  | 'permission'
  | 'money'
  | 'invalid'
  | 'policy'
  | 'busy'
  | 'throttled'
  | 'unavailable'
  | 'unknown';

export interface ErrorRow {
  readonly kind: ErrorKind;
  /** Whether the same request may succeed later with nothing changed. */
  readonly transient: boolean;
  /** What a person is told: a key of the catalogue. */
  readonly person: TextKey;
  /** What an operator is told: one sentence, with the next action. */
  readonly operator: string;
}

/** An answer of Kling's that refuses. */
export interface Refused {
  /** The `code` in the body, or 413 where a gateway refused the size without one. */
  readonly code: number;
  /** HTTP status; absent where Herald refused to send. */
  readonly status?: number;
  /** Kling's own words, tamed: at most 300 characters, no links, no secrets. Still untrusted text. */
  readonly said: string;
  readonly requestId?: string;
  /** What `Retry-After` asked for, in ms. */
  readonly retryAfterMs?: number;
}

/** Kling definitely refused: the request had no effect and cost nothing. */
export class KlingError extends Error implements Refused {
  override readonly name = 'KlingError';
  readonly code: number;
  readonly status?: number;
  readonly said: string;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  readonly row: ErrorRow;
  readonly kind: ErrorKind;
  /** Whether the same request may succeed later with nothing changed. */
  readonly transient: boolean;
  /** What a person is told: the row's sentence, or a closer one where Kling's words name the cause. */
  readonly person: TextKey;

  constructor(refused: Refused) {
    const { code, status, said, requestId, retryAfterMs } = refused;
    super(`Kling refused with code ${code}${status === undefined ? '' : ` (HTTP ${status})`}: ${said || 'no message'}`);
    this.code = code;
    this.said = said;
    if (status !== undefined) this.status = status;
    if (requestId !== undefined) this.requestId = requestId;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
    this.row = ERRORS.get(code) ?? UNKNOWN;
    this.kind = this.row.kind;
    this.transient = this.row.transient || (this.kind === 'unknown' && status !== undefined && status >= 500);
    this.person = code === 1200 || code === 1201 ? invalidPerson(said, this.row.person) : this.row.person;
  }
}

/** Code 1201 covers a bad voice, a bad recording and a bad photo alike; only the words tell which (facts/kling.md §3). */
function invalidPerson(said: string, otherwise: TextKey): TextKey {
  if (/voice/i.test(said)) return 'kling_voice';
  if (/audio|sound/i.test(said)) return 'kling_audio';
  if (/image|resolution|aspect.?ratio/i.test(said)) return 'kling_photo';
  return otherwise;
}

/** Why a request never reached Kling. */
export type NetworkReason = 'network' | 'timeout' | 'aborted' | 'too_large';

/** A create or speech request that surely was never sent: nothing happened, it may be tried again. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
  readonly reason: NetworkReason;

  constructor(reason: NetworkReason, detail: string) {
    super(`The request was not sent to Kling (${detail}).`);
    this.reason = reason;
  }
}

/** A create or speech request of which nobody can tell whether it took effect. It must never be assumed to have failed. */
export class UnknownOutcome extends Error {
  override readonly name = 'UnknownOutcome';
  /** HTTP status of the unusable answer, where there was one. */
  readonly status?: number;
  /** The code in the unusable answer, where there was one. */
  readonly code?: number;

  constructor(detail: string, answer: { readonly status?: number; readonly code?: number } = {}) {
    super(`It is not known whether Kling took the request (${detail}).`);
    if (answer.status !== undefined) this.status = answer.status;
    if (answer.code !== undefined) this.code = answer.code;
  }
}

/** A read that gave no usable answer: the network failed, or what came is not what the API promises. Proves nothing. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  /** HTTP status of the unusable answer, where there was one. */
  readonly status?: number;
  /** Whether the same read may succeed later with nothing changed. */
  readonly transient: boolean;
  readonly retryAfterMs?: number;

  constructor(
    detail: string,
    facts: { readonly transient: boolean; readonly status?: number; readonly retryAfterMs?: number },
  ) {
    super(`Kling gave no usable answer (${detail}).`);
    this.transient = facts.transient;
    if (facts.status !== undefined) this.status = facts.status;
    if (facts.retryAfterMs !== undefined) this.retryAfterMs = facts.retryAfterMs;
  }
}

/** Whether no job can be started until the operator acts: credentials, permission and money (1000-1004, 1100-1103, 1304). */
export function pausesQueue(error: unknown): error is KlingError {
  return error instanceof KlingError && ['credentials', 'permission', 'money'].includes(error.kind);
}

/** Whether a create was refused because its `external_task_id` is in use: the task exists, and can be looked up. */
export function alreadyExists(error: unknown): error is KlingError {
  return error instanceof KlingError && error.code === 1201 && /already\s+exist/i.test(error.said);
}

/**
 * Whether a read of one task was refused because there is none: 1201, 1203 or HTTP 404, in words that say so of a thing
 * and not of a path (legacy reads answer 400/1201 "Task not found by id/external id", facts/kling.md §4).
 */
export function saysNotThere(error: unknown): error is KlingError {
  if (!(error instanceof KlingError)) return false;
  if (error.code !== 1201 && error.code !== 1203 && error.status !== 404) return false;
  if (/\b(route|path|ur[il]|method|endpoint|page|api|model)\b/i.test(error.said)) return false;
  return /not\s+(be\s+)?found|not\s+exist|no\s+such|不存在/i.test(error.said);
}
