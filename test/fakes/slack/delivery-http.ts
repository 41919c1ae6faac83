import { createHmac } from 'node:crypto';
import { Agent, request } from 'undici';
import { type Loose, textOf } from '../loose.ts';
import type { Carrier, Outcome, Outgoing } from './delivery-carrier.ts';
import type { Timers } from './delivery-timers.ts';
import { ACKNOWLEDGE_MS } from './interactions.ts';

/** What a test can do with the requests that go to the app over HTTP. */
export interface HttpDelivery {
  /** Where events, commands and interactions are posted; the app's port is often known later. */
  requestUrl: string;
  /** Posts something of the test's own, signed by `secret` at `at` (ms since the epoch); unsigned without a secret. */
  post(
    body: string,
    contentType: string,
    signed?: { readonly secret: string; readonly at?: number },
  ): Promise<{ readonly status: number; readonly text: string }>;
  /** The handshake by which Slack makes sure of a request URL; whether the app gave the challenge back. */
  verify(): Promise<boolean>;
}

/** The fake's side of it. */
export interface HttpCarrier extends HttpDelivery {
  readonly carry: Carrier;
  end(): Promise<void>;
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

export function createHttpCarrier(signingSecret: string, timers: Timers): HttpCarrier {
  const agent = new Agent({ connections: 256, keepAliveTimeout: 1_000 });

  async function send(body: string, headers: Record<string, string>, signal?: AbortSignal) {
    if (self.requestUrl === '') throw new Error('Set slack.http.requestUrl to where the app listens');
    const answer = await request(self.requestUrl, {
      method: 'POST',
      body,
      headers: { ...headers, 'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)' },
      dispatcher: agent,
      ...(signal && { signal }),
    });
    const { statusCode: status, headers: back } = answer;
    return { status, text: await answer.body.text(), type: textOf(back['content-type']), back };
  }

  const self: HttpCarrier = {
    requestUrl: '',
    async post(body, contentType, signed) {
      const headers = signed ? signature(signed.secret, body, signed.at ?? Date.now()) : {};
      const { status, text } = await send(body, { 'content-type': contentType, ...headers });
      return { status, text };
    },
    async verify() {
      const challenge = '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P';
      const body = JSON.stringify({ token: 'verification-token', challenge, type: 'url_verification' });
      const { status, text } = await self.post(body, JSON_TYPE, { secret: signingSecret });
      return status === 200 && text.includes(challenge);
    },
    async carry(outgoing) {
      if (self.requestUrl === '') return { failure: 'no_request_url' };
      const { body, type } = encode(outgoing);
      const late = new AbortController();
      const cancel = timers.after(ACKNOWLEDGE_MS, () => late.abort());
      const headers = {
        'content-type': type,
        ...signature(signingSecret, body, Date.now()),
        ...retryHeaders(outgoing),
      };
      try {
        return outcome(await send(body, headers, late.signal), outgoing);
      } catch (error) {
        if (late.signal.aborted) return { failure: 'http_timeout' };
        if (error instanceof Error && 'code' in error) return { failure: 'connection_failed' };
        throw error;
      } finally {
        cancel();
      }
    },
    end: () => agent.destroy(),
  };
  return self;
}

function outcome(
  { status, text, type, back }: { status: number; text: string; type: string; back: Loose },
  { takesAnswer }: Outgoing,
): Outcome {
  if (status < 200 || status > 299)
    return { failure: 'http_error', ...(back['x-slack-no-retry'] !== undefined && { isFinal: true }) };
  if (!takesAnswer || text === '') return { body: undefined };
  return { body: type.startsWith(JSON_TYPE) ? JSON.parse(text) : { text } };
}

/**
 * The headers that prove a request to be Slack's (docs.slack.dev/authentication/verifying-requests-from-slack).
 * Apps compare the time with their own clock, so it is the machine's, whatever the fake's says.
 */
function signature(secret: string, body: string, at: number): Record<string, string> {
  const seconds = Math.floor(at / 1_000);
  const hash = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${hash}` };
}

function retryHeaders({ retry }: Outgoing): Record<string, string> {
  return retry ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason } : {};
}

function encode({ type, payload }: Outgoing): { body: string; type: string } {
  if (type === 'events_api') return { body: JSON.stringify(payload), type: JSON_TYPE };
  const form =
    type === 'interactive'
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
  return { body: new URLSearchParams(form).toString(), type: FORM_TYPE };
}
