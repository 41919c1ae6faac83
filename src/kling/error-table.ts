import type { ErrorRow } from './errors.ts';

const credentials = (operator: string): ErrorRow => ({
  kind: 'credentials',
  transient: false,
  person: 'kling_account',
  operator,
});
const permission = (operator: string): ErrorRow => ({
  kind: 'permission',
  transient: false,
  person: 'kling_account',
  operator,
});
const money = (operator: string): ErrorRow => ({ kind: 'money', transient: false, person: 'kling_account', operator });
const unavailable = (operator: string): ErrorRow => ({
  kind: 'unavailable',
  transient: true,
  person: 'kling_unavailable',
  operator,
});

/**
 * Kling's whole error table (facts/kling.md §3, the vendor's documentation of 2026-09-20), by the `code` in the body. The
 * HTTP status does not decide: 429 also carries what no waiting mends (1100-1102, 1304).
 */
export const ERRORS: ReadonlyMap<number, ErrorRow> = new Map<number, ErrorRow>([
  [1000, credentials('Kling rejects the credentials: check KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY.')],
  [1001, credentials('Kling saw no credentials: a proxy before KLING_BASE_URL may strip the Authorization header.')],
  [
    1002,
    credentials(
      'Kling does not know the key: keys belong to one region, so check the key and KLING_BASE_URL together.',
    ),
  ],
  [1003, credentials('Kling says that the token is not valid yet: set this machine’s clock, which runs ahead.')],
  [1004, credentials('Kling says that the token has expired: set this machine’s clock, which runs behind.')],
  [
    413,
    { kind: 'invalid', transient: false, person: 'kling_too_large', operator: 'The request was too large for Kling.' },
  ],
  [1100, money('Kling reports a problem with the account itself: look at it in the Kling console.')],
  [1101, money('The Kling account is in arrears: pay what is owed in the Kling console.')],
  [
    1102,
    money('The Kling resource pack is used up or has expired: buy one, or enable postpaid, in the Kling console.'),
  ],
  [1103, permission('The Kling account may not use this API: grant it in the Kling console, or check KLING_PROFILE.')],
  [
    1200,
    {
      kind: 'invalid',
      transient: false,
      person: 'kling_invalid',
      operator: 'Kling found the request’s parameters invalid: its message names the one.',
    },
  ],
  [
    1201,
    {
      kind: 'invalid',
      transient: false,
      person: 'kling_invalid',
      operator: 'Kling refused a value of the request (a voice, a recording, a photo or an id): its message names it.',
    },
  ],
  [
    1202,
    {
      kind: 'invalid',
      transient: false,
      person: 'kling_mismatch',
      operator: 'Kling does not serve this request: check KLING_PROFILE and KLING_BASE_URL.',
    },
  ],
  [
    1203,
    {
      kind: 'invalid',
      transient: false,
      person: 'kling_mismatch',
      operator: 'Kling has no such resource: its message names it; check KLING_PROFILE and KLING_BASE_URL.',
    },
  ],
  [
    1300,
    {
      kind: 'policy',
      transient: false,
      person: 'kling_policy',
      operator: 'Kling’s platform policy refused the input.',
    },
  ],
  [
    1301,
    { kind: 'policy', transient: false, person: 'kling_policy', operator: 'Kling’s content policy refused the input.' },
  ],
  [
    1302,
    {
      kind: 'throttled',
      transient: true,
      person: 'kling_busy',
      operator: 'Kling was asked too often: Herald slows down by itself; raise KLING_POLL_SECONDS if it recurs.',
    },
  ],
  [
    1303,
    {
      kind: 'busy',
      transient: true,
      person: 'kling_busy',
      operator: 'All of the account’s slots are taken: Herald waits; lower KLING_MAX_CONCURRENT, or buy a larger pack.',
    },
  ],
  [1304, permission('Kling does not accept this machine’s address: add it to the account’s IP whitelist.')],
  [5000, unavailable('Kling had an internal error: nothing to do unless it lasts.')],
  [5001, unavailable('Kling is under maintenance: nothing to do unless it lasts.')],
  [5002, unavailable('Kling timed out inside, mostly from a backlog: nothing to do unless it lasts.')],
]);

/** A code that the table does not know. */
export const UNKNOWN: ErrorRow = {
  kind: 'unknown',
  transient: false,
  person: 'kling_unknown',
  operator: 'Kling gave a code that Herald does not know: look it up in the vendor’s error table.',
};
