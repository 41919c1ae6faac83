import { describe, expect, test } from 'vitest';
import type { Person } from '../../fakes/slack/people.ts';
import type { Channel } from '../../fakes/slack/places.ts';
import { ask, brought, photo, said, told, toldMessage } from './kit.ts';
import type { SharedHouse } from './shared.ts';

/**
 * What those who run a workspace can set.
 * @param named people of the first workspace whom the operator named: one by their id, one by a user group
 */
export function managing(shared: SharedHouse, named: () => readonly Person[]): void {
  describe('/settings', () => {
    /** What somebody reads who asks for a form. */
    const refused = (person: Person, channel: Channel) => told(person.slash(channel, '/avatar', 'Let me.'));

    async function show(person: Person, channel: Channel) {
      const message = await toldMessage(person.slash(channel, '/settings'));
      expect(message.record.ephemeralFor).toBe(person.id);
      return message;
    }

    test('lets in a user group alone, a channel alone, and shuts people out, at once', async () => {
      const groups = { speakers: '', everybody: '' };
      const { team, channel, ada } = await shared.workspace((people) => {
        groups.speakers = people.team.group({ handle: 'speakers', users: [people.bob] }).id;
        groups.everybody = people.team.group({ handle: 'everybody', users: [people.ada, people.bob] }).id;
      });
      const admin = team.user({ name: 'Root', admin: true });
      const stage = team.channel({ name: 'stage' });
      const settings = await show(admin, channel);
      expect(settings.shown).toContain('Who may use the bot here, and in which channels.');
      const set = async (list: string, ids: readonly string[]) => {
        await admin.select(settings, `set-${list}:here`, ids).settled();
        // the list that was picked shows again, with what holds now
        await expect.poll(() => JSON.stringify(settings.blocks)).toContain(`"${ids[0]}"`);
      };

      const offered = await admin.suggests(settings, 'set-roles:here', 'speak').settled();
      expect(offered.suggestions).toMatchObject([{ text: { text: '@speakers' }, value: groups.speakers }]);
      await set('roles', [groups.speakers]);
      expect(await refused(ada, channel)).toContain('Only certain user groups may use the bot here.');
      const asked = ada.says(channel, { mentionsBot: true, text: 'Please!', files: [await photo()] });
      expect(await said(channel, 'Only certain user groups')).toMatchObject({ thread: asked.ts });
      await admin.suggests(settings, 'set-roles:here', 'every').settled();
      await set('roles', [groups.everybody]);

      await set('channels', [stage.id]);
      expect(await refused(ada, channel)).toContain('The bot may not be used in this channel');
      await ask(ada, stage, 'On stage.');
      await brought(stage, 'On stage');

      await set('shut-out', [ada.id]);
      expect(await refused(ada, stage)).toContain('Those in charge here do not let you use the bot');
    });

    test('is for those who run the workspace, and for those whom the operator named, as such or by a group', async () => {
      const { team, ada, channel } = shared.corner();
      expect(await told(ada.slash(channel, '/settings'))).toBe('Only those in charge here can change the settings.');
      expect((await show(team.user({ name: 'Root', owner: true }), channel)).selects).toHaveLength(3);
      const theirs = shared.house.team.channel();
      expect(named()).toHaveLength(2);
      for (const person of named()) expect((await show(person, theirs)).selects).toHaveLength(3);
    });
  });
}
