import { isObject, type Loose, listOf } from '../loose.ts';
import { SlackError } from './call.ts';
import type { Delivery } from './delivery.ts';
import type { Outgoing } from './delivery-carrier.ts';
import { type Interaction, settle } from './interactions.ts';
import type { Parts } from './parts.ts';
import type { Handles } from './payloads.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import type { Views } from './views.ts';
import { keyOf } from './views-state.ts';

export interface ActParts extends Parts {
  readonly delivery: Delivery;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly views: Views;
}

/** What was done: who, where, and in what. */
export type Act = Pick<Interaction, 'kind' | 'team' | 'user' | 'channel' | 'message' | 'view'>;

/** How many options may be suggested. */
const MOST_OPTIONS = 100;

/** Kinds whose acknowledgement says something. */
const ANSWERED: readonly Interaction['kind'][] = ['slash_command', 'view_submission', 'block_suggestion'];
const WITHOUT_TRIGGER: readonly Interaction['kind'][] = ['view_closed', 'block_suggestion'];

/** Does something that the app is asked about: sends it, and takes the answer when it comes. @throws Error where it is not installed */
export function act(parts: ActParts, what: Act, payload: (act: Interaction, handles: Handles) => Loose): Interaction {
  const { world, triggers, responseUrls, delivery } = parts;
  if (!what.team.isInstalled) throw new Error(`The app is not installed in ${what.team.name}`);
  const interaction: Interaction = {
    ...what,
    id: world.newId('I'),
    createdAt: world.now(),
    views: [],
    answers: [],
    errors: {},
    waiting: new Set(),
  };
  const handles: Handles = {
    ...(!WITHOUT_TRIGGER.includes(what.kind) && { triggerId: triggers.issue(interaction) }),
    ...(what.channel && what.kind !== 'block_suggestion' && { responseUrl: responseUrls.issue(interaction) }),
  };
  const outgoing: Outgoing = {
    type: what.kind === 'slash_command' ? 'slash_commands' : 'interactive',
    payload: payload(interaction, handles),
    takesAnswer: ANSWERED.includes(what.kind),
  };
  void delivery.ask(outgoing).then((outcome) => {
    if ('failure' in outcome) return settle(interaction, { failure: outcome.failure });
    const problem = take(parts, interaction, outcome.body);
    if (problem !== undefined) parts.violations.add(`${what.kind}: the acknowledgement cannot be taken: ${problem}`);
    const acknowledgement = { at: world.now(), body: outcome.body };
    settle(interaction, problem === undefined ? { acknowledgement } : { acknowledgement, failure: problem });
  });
  return interaction;
}

/** Does what an acknowledgement says; what is wrong with it, if anything is. */
function take(parts: ActParts, interaction: Interaction, body: unknown): string | undefined {
  const { kind } = interaction;
  if (kind === 'view_submission') return parts.views.answer(interaction, body);
  if (kind === 'block_suggestion') return suggest(interaction, body);
  if (kind !== 'slash_command' || body === undefined) return undefined;
  if (!isObject(body)) return 'it is no object';
  try {
    parts.responseUrls.show(interaction, body);
    return undefined;
  } catch (error) {
    if (error instanceof SlackError) return `${error.error} ${JSON.stringify(error.details)}`;
    throw error;
  }
}

function suggest(interaction: Interaction, body: unknown): string | undefined {
  if (!isObject(body)) return 'options were asked for';
  const { options, option_groups: groups } = body;
  if ((options === undefined) === (groups === undefined)) return 'neither options nor option_groups';
  const all =
    options === undefined ? listOf(groups).flatMap((group) => (isObject(group) ? listOf(group.options) : [])) : options;
  if (!Array.isArray(all) || all.length > MOST_OPTIONS) return `not a list of at most ${MOST_OPTIONS} options`;
  const list = all.filter(isObject);
  if (list.some(({ text, value }) => !isObject(text) || typeof value !== 'string'))
    return 'an option lacks text or value';
  interaction.suggestions = list;
  return undefined;
}

/** Lets what was suggested be chosen where it was. */
export function offer(interaction: Interaction, block: Loose, element: Loose): void {
  interaction.waiting.add(() => {
    const { view, message } = interaction;
    (view ?? message)?.suggested?.set(keyOf(block, element), interaction.suggestions ?? []);
  });
}
