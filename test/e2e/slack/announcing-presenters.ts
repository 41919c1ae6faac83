import { describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Gate } from '../gate.ts';
import { answered, call, hookIn, ordered, type SceneMaker, spoken, write } from './announcing-kit.ts';
import { ask, brought, photo, said, toldMessage } from './kit.ts';
import type { SharedHouse } from './shared.ts';

/** Faces that speak, by name or by default, and what their end means. */
export function presenters(shared: SharedHouse, scene: SceneMaker, renders: Gate): void {
  describe('a presenter', () => {
    test('speaks by its name, and where none is named, once it is set for the channel', async () => {
      const { channel, root, ada } = scene();
      expect(await ordered(root, channel, '/presenter add Vega', { photo: [await photo()], ratio: '9:16' })).toContain(
        '“Vega” is saved and can speak at any time',
      );
      expect(await answered(ada, channel, '/presenter list')).toMatch(/^Who can speak here:\n(.*\n)*• Vega$/m);
      write(ada, channel, '/presenter show vega');
      const shown = await said(shared.house.slack.dm(ada), '“Vega”, saved by');
      expect(shown.files).toMatchObject([{ altText: 'The photo of the presenter “Vega”.', mimetype: 'image/jpeg' }]);
      expect(await answered(ada, channel, '/presenter remove Vega')).toContain('Only those in charge here');

      const form = write(ada, channel, '/avatar By her name.');
      const view = await eventually(() => form.views.at(-1));
      await ada.suggests(view, 'presenter', 've').settled();
      ada.submit(view, { presenter: 'Vega' });
      await brought(channel, 'By her name.');

      const set = await ordered(root, channel, '/presenter default', { channel: channel.id }, { presenter: 'Vega' });
      expect(set).toContain(`“Vega” speaks in <#${channel.id}> when no presenter is named.`);
      await ask(ada, channel, 'By default.', { photo: [] });
      await brought(channel, 'By default.');
    });

    test('that is removed pauses what it was to say and tells the owner; what is being made is made', async () => {
      const { team, channel, root } = scene();
      const owner = team.user({ name: 'Olga', owner: true });
      await ordered(root, channel, '/presenter add Mira', { photo: [await photo()] });
      const hook = hookIn(await ordered(owner, channel, '/announce hook Farewell', {}, { presenter: 'Mira' }));
      const letGo = renders.hold();
      expect((await call(hook, 'My last words.')).status).toBe(202);
      await eventually(() => shared.house.kling.tasks().find(({ status }) => status === 'processing'));
      const sure = await toldMessage(write(root, channel, '/presenter remove Mira'));
      expect(sure.shown).toContain('Remove “Mira” and its photo?');
      await root.press(sure, 'Remove it').settled();
      await said(shared.house.slack.dm(owner), 'The announcement “Farewell” is paused and says nothing for now.');
      letGo();
      await spoken(channel, 'My last words.');
      expect(await (await call(hook, 'And more.')).text()).toContain('This announcement is paused');
      expect(await answered(root, channel, '/announce list')).toContain('Farewell: hook, in');
      expect(await answered(root, channel, '/announce resume Farewell')).toMatch(
        /^The presenter that it names was removed.\nTo have it go on, put that right with \/announce edit/,
      );
    });
  });
}
