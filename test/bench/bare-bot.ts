import { once } from 'node:events';
import { ApplicationCommandOptionType, Client, Events, GatewayIntentBits, MessageFlags } from 'discord.js';

// The least that a bot of discord.js can be: it acknowledges what is asked of it, and does nothing else.
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
  rest: { api: process.env.DISCORD_API_URL ?? '' },
});
client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isChatInputCommand()) await interaction.deferReply({ flags: MessageFlags.Ephemeral });
});
const ready = once(client, Events.ClientReady);
await client.login(process.env.DISCORD_TOKEN);
await ready;
await client.application?.commands.set([
  {
    name: 'avatar',
    description: 'Does nothing',
    options: [
      { name: 'photo', description: 'A photo', type: ApplicationCommandOptionType.Attachment },
      { name: 'text', description: 'Words', type: ApplicationCommandOptionType.String },
    ],
  },
]);
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
