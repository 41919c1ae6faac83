import type { BlockElementAction } from '@slack/bolt';
import type { Asked, Desk } from '../../../commands/desk.ts';
import { readAction } from '../action-ids.ts';
import type { Forms } from './forms.ts';
import type { Home } from './home.ts';
import type { ObstaclesHere } from './obstacles.ts';
import { msOf, PAYLOADS, type PressedBody } from './payloads.ts';
import { readPicked } from './picked.ts';
import { placeOf, threadOf } from './places.ts';
import type { Came, Received, Reception } from './reception.ts';

/** Buttons that a video may come of. */
const REQUESTS: ReadonlySet<string> = new Set(['retry', 'confirm']);

export interface PressOptions {
  readonly desk: Desk;
  readonly forms: Forms;
  readonly home: Home;
  readonly obstacles: ObstaclesHere;
  readonly reception: Reception;
}

/**
 * A button or a picker of one of Herald's messages, or of its own page. On a message that everybody sees, the answer is for the one who
 * pressed; a message that only that person sees is changed in place. What is pressed on the page is answered in the direct talk.
 */
export function press({ desk, forms, home, obstacles, reception }: PressOptions) {
  async function cameOf(
    team: string,
    body: PressedBody,
    at: string,
    begun: Promise<boolean>,
  ): Promise<Came | undefined> {
    const { user, container, channel, message, view } = body;
    const where = channel?.id ?? container?.channel_id;
    const pressedOn = where ?? view?.id;
    if (pressedOn === undefined) return undefined;
    const stamp = container?.message_ts;
    const from = reception.respondBy(body.response_url);
    const replaces =
      from.respond && container?.is_ephemeral ? { respond: { ...from.respond, replaces: true as const } } : from;
    return {
      team,
      person: user.id,
      place: where
        ? placeOf(team, where, threadOf(stamp, container?.thread_ts ?? message?.thread_ts))
        : await home.placeFor(team, user.id),
      // a trigger's id is another one when Slack sends this again
      origin: { key: `slack:${team}:press:${pressedOn}:${stamp ?? ''}:${at}`, at: msOf(at) },
      begun,
      ...replaces,
    };
  }

  return async (team: string, body: unknown, element: BlockElementAction, ack: () => Promise<void>): Promise<void> => {
    const pressed = PAYLOADS.pressed.parse(body);
    const begun = reception.acknowledge(ack);
    await reception.turn();
    const [pressedAction] = pressed.actions;
    // a button that is a link, or a field of a form: there is nothing to do
    if (!pressedAction || pressedAction.url || pressed.view?.type === 'modal') return;
    const came = await cameOf(team, pressed, pressedAction.action_ts, begun);
    if (!came) return;
    const action = readAction(pressedAction.action_id);
    if (!action) return reception.tell(came, [{ key: 'chat_outdated' }]);
    const { name, subject } = action;
    const trigger = pressed.trigger_id;
    if (name === 'another' && trigger) {
      return reception.attempt(came, () => forms(came, trigger, { kind: 'another', job: subject }));
    }
    const picked = readPicked(element);
    const press = (received: Received, lacks: Asked['obstacles']) =>
      desk.press({ ...received, name, subject, obstacles: lacks, ...(picked && { picked }) });
    if (REQUESTS.has(name)) {
      const noted = name === 'confirm' ? { ...came, confirms: subject } : came;
      await reception.note(noted, async (who) => press(...(await Promise.all([who(), obstacles(came)]))));
    } else {
      const lacks = obstacles(came);
      await reception.serve(came, async (received) => press(received, await lacks));
    }
    if (pressed.view?.type === 'home') await home.show(team, came.person, came.place);
  };
}
