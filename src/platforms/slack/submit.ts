import type { SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Asked, Desk } from '../../../commands/desk.ts';
import { type Locale, say } from '../../texts.ts';
import { placeOf } from './caller.ts';
import { chatFile } from './files.ts';
import { type Filled, mistakesIn, readForm } from './filled.ts';
import type { Home } from './home.ts';
import { FORM, outdatedForm } from './modal.ts';
import { type FormData, readData } from './modal-data.ts';
import type { Obstacles } from './obstacles.ts';
import { PAYLOADS } from './payloads.ts';
import type { People } from './people.ts';
import type { Came, Reception } from './reception.ts';

type Ack = SlackViewMiddlewareArgs<ViewSubmitAction>['ack'];

export interface SubmitOptions {
  readonly desk: Desk;
  readonly home: Home;
  readonly obstacles: Obstacles;
  readonly reception: Reception;
  readonly people: Pick<People, 'known'>;
}

/** A form that was sent. What is plainly wrong with it is shown in it, and it stays open. */
export function submit({ desk, home, obstacles, reception, people }: SubmitOptions) {
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
    const begun = reception.acknowledge(() => ack());
    const { channel, thread, respond, at } = data;
    const came: Came = {
      team,
      person,
      place: channel === undefined ? await home.placeFor(team, person) : placeOf(team, channel, thread),
      origin: { key: `slack:${team}:view:${sent.view.id}`, at },
      begun,
      ...(respond && { respond }),
    };
    const lacks = obstacles(came);
    await reception.serve(came, async (received) =>
      desk.ask({ ...received, obstacles: await lacks, ...askedIn(team, data, filled) }),
    );
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
