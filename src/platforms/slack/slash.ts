import type { SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { Desk } from '../../../commands/desk.ts';
import type { Clock } from '../../clock.ts';
import type { Forms } from './forms.ts';
import { NO_NAMES } from './names.ts';
import { PAYLOADS } from './payloads.ts';
import { placeOf } from './places.ts';
import type { Came, Reception } from './reception.ts';
import type { SlashVerbs } from './slash-verbs.ts';
import { spokenWords } from './spoken.ts';

/** What those who moderate write behind `/jobs` to see everybody's. */
const EVERYBODY: ReadonlySet<string> = new Set(['everybody', 'all', '所有人']);

export interface SlashOptions {
  readonly desk: Desk;
  readonly forms: Forms;
  readonly verbs: SlashVerbs;
  readonly reception: Reception;
  readonly clock: Pick<Clock, 'now'>;
}

/** What is typed as a command. It carries no files, and is not to be had in threads. */
export function slash({ desk, forms, verbs, reception, clock }: SlashOptions) {
  return async (team: string, body: unknown, ack: SlackCommandMiddlewareArgs['ack']): Promise<void> => {
    // what cannot be read is not acknowledged: Slack tells the person
    const { command, text, user_id, channel_id, trigger_id, response_url } = PAYLOADS.slashCommand.parse(body);
    const came: Came = {
      team,
      person: user_id,
      place: placeOf(team, channel_id),
      origin: { key: `slack:${team}:command:${trigger_id}`, at: clock.now() },
      begun: reception.acknowledge(() => ack()),
      ...reception.respondBy(response_url),
    };
    await reception.turn();
    switch (command) {
      case '/avatar': {
        const words = spokenWords(text ?? '', '', NO_NAMES);
        const about = { kind: 'new', ...(words !== undefined && { text: words }) } as const;
        return reception.attempt(came, () => forms(came, trigger_id, about));
      }
      case '/presenter':
        return verbs(came, trigger_id, 'presenter', text);
      case '/announce':
        return verbs(came, trigger_id, 'announce', text);
      case '/jobs':
        return reception.serve(came, ({ caller, answer }) =>
          desk.jobs(caller, answer, EVERYBODY.has((text ?? '').trim().toLowerCase())),
        );
      case '/help':
        return reception.serve(came, ({ caller, answer }) => desk.help(caller, answer));
      case '/settings':
        return reception.serve(came, ({ caller, answer }) => desk.settings(caller, answer));
      default:
        return reception.tell(came, [{ key: 'chat_outdated' }]);
    }
  };
}
