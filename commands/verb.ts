import { announceEdit } from './announce-edit.ts';
import { announceNow, announceTest } from './announce-now.ts';
import { announceSetUp } from './announce-set-up.ts';
import { announceList } from './announce-show.ts';
import { announcePause, announceRemove, announceResume, announceShow } from './announce-tend.ts';
import type { Asking } from './ask.ts';
import { line, message } from './message.ts';
import { type Order, ordered } from './order.ts';
import type { DeskParts } from './parts.ts';
import { presenter } from './presenter.ts';
import { type Field, type Given, VERBS, type VerbAsked, type VerbName } from './verbs.ts';

type Act = (parts: DeskParts, asked: VerbAsked) => Promise<void>;

/** A verb about one announcement. */
const about =
  (act: (parts: DeskParts, order: Order, typed: string, given: Given) => Promise<void>): Act =>
  (parts, asked) =>
    act(parts, asked, asked.given.announcement ?? '', asked.given);

const ACTS: Readonly<Record<VerbName, Act>> = {
  'presenter add': presenter,
  'presenter list': presenter,
  'presenter show': presenter,
  'presenter remove': presenter,
  'presenter default': presenter,
  'announce now': (parts, asked) => announceNow(parts, asked, asked.given),
  'announce schedule': (parts, asked) => announceSetUp(parts, asked, 'schedule', asked.given),
  'announce hook': (parts, asked) => announceSetUp(parts, asked, 'hook', asked.given),
  'announce feed': (parts, asked) => announceSetUp(parts, asked, 'feed', asked.given),
  'announce watch': (parts, asked) => announceSetUp(parts, asked, 'watch', asked.given),
  'announce list': announceList,
  'announce show': about(announceShow),
  'announce edit': about(announceEdit),
  'announce pause': about(announcePause),
  'announce resume': about(announceResume),
  'announce test': about(announceTest),
  'announce remove': about(announceRemove),
};

/** What becomes a job. */
const ORDERS: readonly VerbName[] = ['announce now', 'announce test'];

/** Does what was asked of `/presenter` or `/announce`, once all is filled in that it takes. */
export async function verb(parts: DeskParts, requests: Pick<Asking, 'turn'>, asked: VerbAsked): Promise<void> {
  if (ORDERS.includes(asked.verb)) return ordered(requests, asked, () => act(parts, asked));
  if ((await asked.answer.begun) !== false) await act(parts, asked);
}

async function act(parts: DeskParts, asked: VerbAsked): Promise<void> {
  const { caller, answer, given } = asked;
  const missing = VERBS[asked.verb].fields.find((field: Field) => field.required && isEmpty(given, field));
  if (missing) {
    const field = { key: missing.label };
    return answer.say(message(caller.locale, [line('verb_field_missing', { field })]));
  }
  await ACTS[asked.verb](parts, asked);
}

function isEmpty(given: Given, { name }: Field): boolean {
  const value = given[name];
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}
