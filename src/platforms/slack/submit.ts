import type { SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Asked, Desk } from '../../../commands/desk.ts';
import { type Clock, within } from '../../clock.ts';
import { type Locale, say } from '../../texts.ts';
import { chatFile } from './files.ts';
import { type Filled, mistakesIn, readForm } from './filled.ts';
import type { Home } from './home.ts';
import { FORM, outdatedForm } from './modal.ts';
import { type FormData, readData } from './modal-data.ts';
import type { Obstacles } from './obstacles.ts';
import { PAYLOADS } from './payloads.ts';
import type { People } from './people.ts';
import { placeOf } from './places.ts';
import type { Came, Received, Reception } from './reception.ts';

type Ack = SlackViewMiddlewareArgs<ViewSubmitAction>['ack'];

/** How long a form stays open at most until it is noted that it was sent (ms); Slack gives three seconds. */
const NOTED = 500;

export interface SubmitOptions {
  readonly desk: Desk;
  readonly home: Home;
  readonly obstacles: Obstacles;
  readonly reception: Reception;
  readonly people: Pick<People, 'known'>;
  readonly clock: Clock;
}

/** A form that was sent. What is plainly wrong with it is shown in it, and it stays open. */
export function submit({ desk, home, obstacles, reception, people, clock }: SubmitOptions) {
  return async (team: string, body: unknown, ack: Ack): Promise<void> => {
    const sent = PAYLOADS.submitted.parse(body);
    const person = sent.user.id;
    const data = sent.view.callback_id === FORM ? readData(sent.view.private_metadata) : undefined;
    if (!data) {
      const view = outdatedForm(people.known(team, person)?.locale ?? 'en');
      await reception.acknowledge(() => ack({ response_action: 'update', view }));
      return;
    }
    const filled = readForm(sent);
    const errors = errorsIn(filled, data.locale);
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
    const act = async (who: () => Promise<Received>) => {
      await reception.turn();
      const [received, lacks] = await Promise.all([who(), obstacles(came)]);
      await desk.ask({ ...received, obstacles: lacks, ...askedIn(team, data, filled) });
    };
    await reception.note(came, act, noted.resolve);
  };
}

function errorsIn(filled: Filled, locale: Locale): Record<string, string> | undefined {
  const mistakes = Object.entries(mistakesIn(filled));
  if (mistakes.length === 0) return undefined;
  return Object.fromEntries(mistakes.map(([field, { key, params }]) => [field, say(key, params, locale)]));
}

function askedIn(team: string, data: FormData, { photo, audio, ...words }: Filled) {
  const asked: Pick<Asked, 'photo' | 'audio' | 'text' | 'voiceId' | 'ratio' | 'prompt'> = {
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
