import { type Clock, within } from '../../clock.ts';
import { SHORTCUT } from './commands.ts';
import { filesOf, firstOf } from './contents.ts';
import { chatFile } from './files.ts';
import type { Forms } from './forms.ts';
import type { Lookup } from './lookup.ts';
import { NAME } from './modal-data.ts';
import { PAYLOADS } from './payloads.ts';
import { isDirectChannel, placeOf, threadOf } from './places.ts';
import type { Came, Reception } from './reception.ts';

/** How long is waited for what Slack does not show of a file at once (ms): the form has to be opened within three seconds. */
const PATIENCE = 600;

export interface ShortcutOptions {
  readonly forms: Forms;
  readonly reception: Reception;
  readonly lookup: Lookup;
  readonly clock: Clock;
}

/** “Make it talk”, from the menu of a message: also of one in a channel that the bot is not in. */
export function shortcut({ forms, reception, lookup, clock }: ShortcutOptions) {
  return async (team: string, body: unknown, ack: () => Promise<void>): Promise<void> => {
    // what cannot be read is not acknowledged: Slack tells the person
    const { callback_id, user, channel, message, trigger_id, response_url } = PAYLOADS.messageShortcut.parse(body);
    const { ts, thread_ts } = message;
    const thread = isDirectChannel(channel.id) ? threadOf(ts, thread_ts) : (thread_ts ?? ts);
    const came: Came = {
      team,
      person: user.id,
      place: placeOf(team, channel.id, thread),
      origin: { key: `slack:${team}:shortcut:${trigger_id}`, at: clock.now() },
      begun: reception.acknowledge(ack),
      ...reception.respondBy(response_url),
    };
    await reception.turn();
    if (callback_id !== SHORTCUT.callback) return reception.tell(came, [{ key: 'chat_outdated' }]);
    await reception.attempt(came, async () => {
      const shown = filesOf(message);
      const files = (await within(clock, PATIENCE, lookup(team, shown))) ?? shown;
      // what Slack tells nothing of may be a picture: its bytes decide
      const picture = firstOf('picture', files) ?? firstOf('hidden', files);
      if (!picture) return reception.tell(came, [{ key: 'menu_no_picture' }]);
      const { name, bytes } = chatFile(team, picture);
      await forms(came, trigger_id, { kind: 'talk', photo: { id: picture.id, name: name.slice(0, NAME), bytes } });
    });
  };
}
