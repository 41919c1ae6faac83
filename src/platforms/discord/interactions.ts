import { ApplicationCommandType, InteractionType, type REST } from 'discord.js';
import type { Logger } from 'pino';
import type { Desk } from '../../../commands/desk.ts';
import type { Clock } from '../../clock.ts';
import type { Answers } from '../answers.ts';
import type { Interaction } from './caller.ts';
import { press } from './press.ts';
import { reception as createReception } from './reception.ts';
import { slash } from './slash.ts';
import { submit } from './submit.ts';
import { talk } from './talk.ts';
import type { World } from './world.ts';

export interface InteractionsOptions {
  readonly rest: REST;
  readonly answers: Answers;
  readonly desk: Desk;
  readonly world: Pick<World, 'names' | 'rights'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Takes interactions to where they are handled. */
export function interactions(options: InteractionsOptions): (interaction: Interaction) => Promise<void> {
  const { desk } = options;
  const reception = createReception(options);
  const typed = slash(reception, desk);
  const menu = talk(reception, options.rest, options.log);
  const pressed = press(reception, desk);
  const submitted = submit(reception, desk, menu);

  return async (interaction) => {
    switch (interaction.type) {
      case InteractionType.ApplicationCommandAutocomplete:
        return typed.complete(interaction);
      case InteractionType.MessageComponent:
        return pressed(interaction);
      case InteractionType.ModalSubmit:
        return submitted(interaction);
      case InteractionType.ApplicationCommand:
        if (interaction.data.type === ApplicationCommandType.ChatInput) {
          return typed.command({ ...interaction, data: interaction.data });
        }
        if (interaction.data.type === ApplicationCommandType.Message) {
          return menu.command({ ...interaction, data: interaction.data });
        }
    }
  };
}
