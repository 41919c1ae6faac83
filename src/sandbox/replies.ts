import { randomUUID } from 'node:crypto';

/** Every code of the vendor's error table with its HTTP status (facts/kling.md §3). */
const STATUSES = {
  1000: 401,
  1001: 401,
  1002: 401,
  1003: 401,
  1004: 401,
  1100: 429,
  1101: 429,
  1102: 429,
  1103: 403,
  1200: 400,
  1201: 400,
  1202: 404,
  1203: 404,
  1300: 400,
  1301: 400,
  1302: 429,
  1303: 429,
  1304: 429,
  5000: 500,
  5001: 503,
  5002: 504,
} as const;

/** A code of the error table. */
export type ErrorCode = keyof typeof STATUSES;

/** A refusal as the vendor words it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** An HTTP status and a body, ready to be sent. */
export interface Reply {
  readonly status: number;
  readonly body: string;
}

export function succeeded(data: unknown): Reply {
  return { status: 200, body: JSON.stringify({ code: 0, message: 'SUCCEED', request_id: randomUUID(), data }) };
}

export function refused(code: ErrorCode, message: string): Reply {
  return { status: STATUSES[code], body: JSON.stringify({ code, message, request_id: randomUUID() }) };
}
