import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Fault, FaultAnswer } from './faults.ts';
import { type Reply, refused } from './replies.ts';

/** What is needed to do wrong. */
export interface Misbehaviour {
  readonly outgoing: ServerResponse;
  /** Does what the request asks for; `ago` (ms) has it answered as it stood then. */
  readonly act: (ago?: number) => Promise<Reply>;
  readonly wait: (ms: number) => Promise<void>;
  /** Does something later that nobody waits for. */
  readonly later: (ms: number, act: () => Promise<unknown>) => void;
}

const PAGE = '<!doctype html><html><head><title>502 Bad Gateway</title></head><body>upstream error</body></html>';

/** Answers an API request as a fault says. */
export async function misbehave({ effect, answer }: Fault, request: Misbehaviour): Promise<Response> {
  if (typeof answer === 'object' && 'lateMs' in answer) {
    const reply = await request.act();
    await request.wait(answer.lateMs);
    return toResponse(reply);
  }
  if (typeof answer === 'object' && 'staleMs' in answer) return toResponse(await request.act(answer.staleMs));
  if (typeof effect === 'object') request.later(effect.after, request.act);
  const reply = effect === 'before' || answer === 'truncated' ? await request.act() : undefined;
  return show(answer, reply?.body ?? '', request.outgoing);
}

export function toResponse({ status, body }: Reply): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json; charset=utf-8' } });
}

/** Shows a fault that needs no right answer, or the body of one (`truncated`). */
export async function show(answer: FaultAnswer, body: string, outgoing: ServerResponse): Promise<Response> {
  if (typeof answer === 'object') {
    if ('code' in answer) return toResponse(refused(answer.code, answer.message ?? 'told to fail'));
    return new Response(null, { status: 'status' in answer ? answer.status : 500 });
  }
  switch (answer) {
    case 'drop':
      outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    case 'stall':
      if (!outgoing.closed) await new Promise((resolve) => outgoing.once('close', resolve));
      return RESPONSE_ALREADY_SENT;
    case 'html':
      return new Response(PAGE, { headers: { 'content-type': 'text/html' } });
    case 'bad-gateway':
      return new Response(PAGE, { status: 502, headers: { 'content-type': 'text/html' } });
    case 'truncated':
    case 'slow':
      return toResponse({ status: 200, body: body.slice(0, Math.floor(body.length / 2)) });
  }
}
