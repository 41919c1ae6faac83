import { test } from 'vitest';
import { eventually } from '../eventually.ts';
import { gate } from '../gate.ts';
import { announcingIn, answered, nova, ordered, write } from './announcing-kit.ts';
import { sharedHouse } from './shared.ts';
const renders = gate();
const groups = { speakers: '' };
const shared = sharedHouse({ workspaces: 1, kling: { render: renders.render }, env({ team, ada }) { groups.speakers = team.group({ handle: 'speakers', users: [ada] }).id; return {}; } });
const scene = announcingIn(shared);
test('private without the bot', async () => {
  const { team, channel, root } = scene();
  const hidden = team.channel({ name: 'hush', kind: 'private', members: [root], botIsMember: false });
  console.log('NOW  >>', await ordered(root, channel, '/announce now', { words: 'Hi all.', channel: hidden.id }, nova));
  console.log('WATCH>>', await ordered(root, channel, '/announce watch Hush', { from: hidden.id, people: [root.id] }, nova));
  console.log('HERE >>', await ordered(root, hidden, '/announce now', { words: 'Hi all.' }, nova));
});
test('watch edited loses people', async () => {
  const { channel, root, team } = scene();
  const other = team.user({ name: 'Oth' });
  console.log('SET >>', await ordered(root, channel, '/announce watch Lost', { from: channel.id, people: [root.id, other.id] }, nova));
  const change = write(root, channel, '/announce edit Lost');
  const view = await eventually(() => change.views.at(-1));
  console.log('FORM>>', JSON.stringify(view.fields.map(({ blockId, value }) => [blockId, value])));
  await root.submit(view, { roles: [groups.speakers] }).settled();
  console.log('AFTER>>', await answered(root, channel, '/announce show Lost'));
});
test('words lost', async () => {
  const { channel, root } = scene();
  for (const [cmd, fields] of [['/announce now', { words: 'Use {name} please.' }], ['/announce schedule Sch1', { when: 'every day at 9:00', words: 'x'.repeat(2900) }], ['/announce watch W1', { from: channel.id, words: 'long words' }]] as const) {
    const opened = write(root, channel, cmd);
    const form = await eventually(() => opened.views.at(-1));
    const sent = await root.submit(form, fields).settled();
    console.log(cmd, 'errors', JSON.stringify(sent.errors), 'open', form.isOpen);
  }
});
