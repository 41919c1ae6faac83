import { GatewayDispatchEvents, type GatewayDispatchPayload, InteractionType } from 'discord.js';
import { type Locale, localeOf } from '../../texts.ts';
import { recent } from '../recent.ts';
import type { Tasks } from '../tasks.ts';
import type { Identity } from './connect.ts';
import { type InteractionsOptions, interactions } from './interactions.ts';
import { messages } from './messages.ts';
import type { World } from './world.ts';

/** Events that are known to have come: after RESUME, the gateway sends some again. */
const SEEN = 5_000;

/** People whose language is remembered. */
const LOCALES = 10_000;

export interface EventsOptions extends InteractionsOptions {
  readonly world: World;
  readonly identity: Identity;
  readonly tasks: Tasks;
}

/** Takes the events that Herald answers, each of them once. @returns whether an event is one of them */
export function events(options: EventsOptions): (event: GatewayDispatchPayload) => boolean {
  const { identity, tasks } = options;
  const locales = recent<Locale>(LOCALES);
  const localeOfPerson = (person: string) => locales.get(person);
  const onInteraction = interactions(options);
  const onMessage = messages({ ...options, me: identity.me, readsAll: identity.readsAll, localeOfPerson });
  const isNewInteraction = firstTime();
  const isNewMessage = firstTime();

  return (event) => {
    switch (event.t) {
      case GatewayDispatchEvents.InteractionCreate: {
        const interaction = event.d;
        if (interaction.type === InteractionType.Ping || !isNewInteraction(interaction.id)) return true;
        const person = interaction.member?.user ?? interaction.user;
        if (person) locales.set(person.id, localeOf(interaction.locale));
        tasks.run({ interaction: interaction.id }, () => onInteraction(interaction));
        return true;
      }
      case GatewayDispatchEvents.MessageCreate: {
        const message = event.d;
        if (isNewMessage(message.id)) tasks.run({ message: message.id }, () => onMessage(message));
        return true;
      }
      default:
        return false;
    }
  };
}

function firstTime(): (id: string) => boolean {
  const seen = recent<true>(SEEN);
  return (id) => {
    const isFirst = !seen.get(id);
    if (isFirst) seen.set(id, true);
    return isFirst;
  };
}
