import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Desk } from '../../../commands/desk.ts';
import { type Clock, within } from '../../clock.ts';
import type { Answers } from '../answers.ts';
import type { Platform } from '../platform.ts';
import { recent } from '../recent.ts';
import type { Tasks } from '../tasks.ts';
import { NotKept } from './app.ts';
import { callers as createCallers } from './caller.ts';
import type { Calls } from './calls.ts';
import { forms as createForms } from './forms.ts';
import { home as createHome } from './home.ts';
import { lookup as createLookup } from './lookup.ts';
import { messages } from './messages.ts';
import type { Obstacles, ObstaclesHere } from './obstacles.ts';
import { openForm } from './open-form.ts';
import { options as createOptions } from './options.ts';
import { PAYLOADS } from './payloads.ts';
import type { People } from './people.ts';
import { press } from './press.ts';
import { reception as createReception } from './reception.ts';
import { shortcut } from './shortcut.ts';
import { slash } from './slash.ts';
import { slashVerbs } from './slash-verbs.ts';
import { submit } from './submit.ts';
import { twins as createTwins } from './twins.ts';
import { verbForms } from './verb-forms.ts';

/** Events that are known to have come: what Slack is not sure of, it sends again. */
const SEEN = 10_000;

/** How long an acknowledgement waits at most until it is noted what came (ms); Slack gives three seconds. */
const NOTED = 2_000;

export interface ListenOptions {
  readonly desk: Desk;
  readonly answers: Answers;
  readonly calls: Calls;
  readonly people: People;
  readonly obstacles: Obstacles;
  readonly openDirect: Platform['openDirect'];
  readonly tasks: Tasks;
  /** `SLACK_MANAGERS`: ids of persons and user groups that may change the settings. */
  readonly managers: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Ends what is still asked of Slack. */
  readonly signal: AbortSignal;
}

/** What of Bolt's context says where something happened. */
interface Where {
  readonly teamId?: string;
}

/**
 * Takes all that Herald answers from an App of Bolt's: each listener acknowledges at once, what may become a video as soon as it is noted,
 * and all that is slow is done behind it, as a task.
 */
export function listen(app: App, options: ListenOptions): void {
  const { calls, people, tasks, managers, clock, log, signal } = options;
  const callers = createCallers(people, managers);
  const reception = createReception({ ...options, callers });
  const obstacles: ObstaclesHere = (who) => options.obstacles(who, signal);
  const lookup = createLookup(calls, log, signal);
  const twins = createTwins(clock, signal);
  const home = createHome({ ...options, callers });
  const open = openForm({ calls, reception, log, signal });
  const forms = createForms({ ...options, callers, obstacles, reception, open });
  const verbs = slashVerbs({ ...options, reception, forms: verbForms({ ...options, callers, reception, open }) });
  const onMessage = messages({ ...options, obstacles, reception, lookup, twins });
  const onCommand = slash({ ...options, forms, verbs, reception });
  const onShortcut = shortcut({ forms, reception, lookup, clock });
  const onPress = press({ ...options, forms, home, obstacles, reception });
  const onForm = submit({ ...options, home, obstacles, reception });
  const onOptions = createOptions({ ...options, callers, reception });
  const seen = recent<boolean>(SEEN);

  /** @returns whether anything is done about it */
  function run(what: string, { teamId }: Where, act: (team: string) => Promise<void>): boolean {
    if (teamId === undefined) {
      // of a whole organisation, which Herald is not installed for
      log.warn({ what }, 'something came from Slack that is of no workspace');
      return false;
    }
    tasks.run({ what, team: teamId }, () => act(teamId));
    return true;
  }

  function isNew({ event_id }: { readonly event_id?: string }): boolean {
    if (event_id === undefined) return true;
    if (seen.get(event_id)) return false;
    seen.set(event_id, true);
    return true;
  }

  function forget({ event_id }: { readonly event_id?: string }): void {
    if (event_id !== undefined) seen.set(event_id, false);
  }

  for (const name of ['message', 'app_mention'] as const) {
    app.event(name, async ({ event, body, context }) => {
      const message = PAYLOADS.messageEvent.safeParse(event).data;
      const { botUserId: me } = context;
      if (!message || me === undefined || !isNew(body)) return;
      const { promise: noted, resolve: onNoted, reject: onFailed } = Promise.withResolvers<void>();
      const isTaken = run(name, context, async (team) => {
        try {
          await onMessage(team, me, message, onNoted);
          onNoted();
        } catch (err) {
          forget(body);
          onFailed(new NotKept('it was not kept what was said', { cause: err }));
          throw err;
        }
      });
      if (isTaken) await within(clock, NOTED, noted);
    });
  }
  app.event('app_home_opened', async ({ event, body, context }) => {
    if (isNew(body)) run('app_home_opened', context, (team) => home.opened(team, event));
  });
  app.command(/.*/, async ({ ack, command, context }) => {
    run('a command', context, (team) => onCommand(team, command, ack));
  });
  app.shortcut({ type: 'message_action' }, async ({ ack, body, context }) => {
    run('a shortcut', context, (team) => onShortcut(team, body, ack));
  });
  app.action<BlockAction>(/.*/, async ({ ack, body, action, context }) => {
    run('a press', context, (team) => onPress(team, body, action, ack));
  });
  app.view<ViewSubmitAction>(/.*/, async ({ ack, body, context }) => {
    run('a form', context, (team) => onForm(team, body, ack));
  });
  app.options(/.*/, async ({ ack, body, context }) => {
    run('a menu', context, (team) => onOptions(team, body, ack));
  });
}
