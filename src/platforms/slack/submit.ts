import type { SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Asked, Desk } from '../../../commands/desk.ts';
import { type Given, VERBS, type Verb, type VerbName } from '../../../commands/verbs.ts';
import { type Clock, within } from '../../clock.ts';
import type { Locale } from '../../texts.ts';
import { chatFile } from './files.ts';
import { type Filled, type Mistake, mistakesIn, readForm } from './filled.ts';
import type { Home } from './home.ts';
import { plainLine } from './lines.ts';
import { FORM, outdatedForm } from './modal.ts';
import { type AvatarData, type FormData, readData } from './modal-data.ts';
import type { ObstaclesHere } from './obstacles.ts';
import { PAYLOADS, type SubmittedBody } from './payloads.ts';
import type { People } from './people.ts';
import { placeOf } from './places.ts';
import type { Came, Received, Reception } from './reception.ts';
import { readVerbForm } from './verb-given.ts';
import { VERB_FORM } from './verb-modal.ts';

type Ack = SlackViewMiddlewareArgs<ViewSubmitAction>['ack'];

/** How long a form stays open at most until it is noted that it was sent (ms); Slack gives three seconds. */
const NOTED = 500;

export interface SubmitOptions {
  readonly desk: Desk;
  readonly home: Home;
  readonly obstacles: ObstaclesHere;
  readonly reception: Reception;
  readonly people: Pick<People, 'known'>;
  readonly clock: Clock;
}

/** A form that was sent. What is plainly wrong with it is shown in it, and it stays open. */
export function submit({ desk, home, obstacles, reception, people, clock }: SubmitOptions) {
  /** What the desk knows to be wrong with a form for a verb, of the fields that it has. */
  function mistakesAtDesk(team: string, { channel }: FormData, read: Sent): Mistakes {
    if (!('verb' in read) || channel === undefined) return {};
    const { fields }: Verb = VERBS[read.verb];
    const found = desk.mistakes(read.verb, read.given, { place: placeOf(team, channel) });
    return Object.fromEntries(fields.map(({ name }) => [name, found[name]]));
  }

  return async (team: string, body: unknown, ack: Ack): Promise<void> => {
    const sent = PAYLOADS.submitted.parse(body);
    const person = sent.user.id;
    const data = readData(sent.view.private_metadata);
    const read = data && readSent(team, sent, data);
    if (!read) {
      const view = outdatedForm(people.known(team, person)?.locale ?? 'en');
      await reception.acknowledge(() => ack({ response_action: 'update', view }));
      return;
    }
    const errors = errorsIn({ ...mistakesAtDesk(team, data, read), ...read.mistakes }, data.locale);
    if (errors) {
      await reception.acknowledge(() => ack({ response_action: 'errors', errors }));
      return;
    }
    const { channel, thread, respond, at } = data;
    const noted = Promise.withResolvers<void>();
    const begun = within(clock, NOTED, noted.promise).then(() => reception.acknowledge(() => ack()));
    // not known where yet: it is acknowledged before that is found out
    if (channel === undefined) noted.resolve();
    const came: Came = {
      team,
      person,
      place: channel === undefined ? await home.placeFor(team, person) : placeOf(team, channel, thread),
      origin: { key: `slack:${team}:view:${sent.view.id}`, at },
      begun,
      ...(respond && { respond }),
    };
    if ('verb' in read) {
      noted.resolve();
      return reception.serve(came, (received) => desk.verb({ ...received, verb: read.verb, given: read.given }));
    }
    const act = async (who: () => Promise<Received>) => {
      await reception.turn();
      const [received, lacks] = await Promise.all([who(), obstacles(came)]);
      await desk.ask({ ...received, obstacles: lacks, ...read.asked });
    };
    await reception.note(came, act, noted.resolve);
  };
}

/** What was sent with a form; undefined for one that an earlier Herald opened, and that nothing can be done with any more. */
function readSent(team: string, sent: SubmittedBody, data: FormData): Sent | undefined {
  const { callback_id } = sent.view;
  if (data.kind === 'verb') {
    return callback_id === VERB_FORM && isVerb(data.verb)
      ? { verb: data.verb, ...readVerbForm(team, data.verb, sent, data.holds) }
      : undefined;
  }
  if (callback_id !== FORM) return undefined;
  const filled = readForm(sent);
  return { asked: askedIn(team, data, filled), mistakes: mistakesIn(filled) };
}

const isVerb = (name: string): name is VerbName => Object.hasOwn(VERBS, name);

type AskedParts = Pick<Asked, 'photo' | 'presenter' | 'audio' | 'text' | 'voiceId' | 'ratio' | 'prompt'>;

type Mistakes = Readonly<Record<string, Mistake | undefined>>;

type Sent = { readonly mistakes: Mistakes } & (
  | { readonly verb: VerbName; readonly given: Given }
  | { readonly asked: AskedParts }
);

function errorsIn(mistakes: Mistakes, locale: Locale): Record<string, string> | undefined {
  const all = Object.entries(mistakes).flatMap(([field, mistake]) =>
    mistake ? [[field, plainLine(mistake, locale)] as const] : [],
  );
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

function askedIn(team: string, data: AvatarData, { photo, audio, ...words }: Filled): AskedParts {
  const asked: AskedParts = {
    ...words,
    ...(audio && { audio: chatFile(team, audio) }),
  };
  switch (data.kind) {
    case 'new':
      return { ...asked, ...(photo && { photo: { file: chatFile(team, photo) } }) };
    case 'talk': {
      const { id, name, bytes } = data.photo;
      return { ...asked, photo: { file: chatFile(team, { id, name, size: bytes }) } };
    }
    case 'another':
      return { ...asked, photo: { job: data.job } };
  }
}
