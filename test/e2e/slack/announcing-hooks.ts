import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readable, readMrkdwn } from '../../platforms/slack/read.ts';
import { eventually } from '../eventually.ts';
import type { Gate } from '../gate.ts';
import { answered, call, hookIn, nova, ordered, type SceneMaker, saying, spoken } from './announcing-kit.ts';
import { everPosted, said } from './kit.ts';
import type { SharedHouse } from './shared.ts';

/** What other programs have announced, and what owners are told. */
export function hooks(shared: SharedHouse, scene: SceneMaker, renders: Gate): void {
  describe('a hook', () => {
    test('that GitHub calls three times for one release brings one video, which pings nobody', async () => {
      const { channel, root } = scene();
      const answer = await ordered(root, channel, '/announce hook Releases', { source: 'github-release' }, nova);
      const { url, secret } = hookIn(answer);
      const payload = {
        action: 'published',
        release: { tag_name: 'v2.1.0', name: 'Two <!here> & one', draft: false, body: `Thanks <@${root.id}>` },
        repository: { name: 'herald', full_name: 'acme/herald' },
      };
      const body = JSON.stringify(payload);
      const headers = {
        'content-type': 'application/json',
        'x-github-event': 'release',
        'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
        'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      };
      const calls = await Promise.all([1, 2, 3].map(() => fetch(url, { method: 'POST', headers, body })));
      expect(calls.map(({ status }) => status).sort()).toEqual([200, 200, 202]);
      const video = await spoken(channel, 'A new release of herald is out');
      expect(readMrkdwn(video.text, false).links).toEqual([]);
      expect([readable(video.shown), video.pings]).toEqual([
        expect.stringContaining('Two &lt;!here&gt; &amp; one.'),
        [],
      ]);
      expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
      expect(
        (await fetch(url, { method: 'POST', headers: { ...headers, 'x-hub-signature-256': '' }, body })).status,
      ).toBe(401);
      expect(everPosted(channel)).toHaveLength(1);
      await expect
        .poll(() => answered(root, channel, '/announce show Releases'))
        .toMatch(/^• <!date[^>]*> \(hook\): done, <https:/m);
    });

    test('that runs away is stopped by its limit, and its owner is told once', async () => {
      const { team, channel } = scene();
      const owner = team.user({ name: 'Otto', owner: true });
      const hook = hookIn(await ordered(owner, channel, '/announce hook Runaway', { limit: '3' }, nova));
      const statuses: number[] = [];
      for (let i = 1; i <= 6; i += 1) statuses.push((await call(hook, `Number ${i}.`)).status);
      expect(statuses).toEqual([202, 202, 202, 429, 429, 429]);
      for (const i of [1, 2, 3]) await spoken(channel, `Number ${i}.`);
      const direct = shared.house.slack.dm(owner);
      await said(direct, 'The announcement “Runaway” has had its 3 videos of today (UTC).');
      expect(await answered(owner, channel, '/announce show Runaway')).toContain('Today: 3 of at most 3.');
      expect(direct.history()).toHaveLength(1);
      expect(everPosted(channel)).toHaveLength(3);
    });
  });

  describe('an owner', () => {
    test('is told what goes wrong, once, until it works again', async () => {
      const { team, channel } = scene();
      const owner = team.user({ name: 'Ossi', owner: true });
      const direct = shared.house.slack.dm(owner);
      const hook = hookIn(await ordered(owner, channel, '/announce hook Fragile', {}, nova));
      const history = () => answered(owner, channel, '/announce show Fragile');
      let failures = 0;
      async function fail(words: string): Promise<void> {
        failures += 1;
        shared.house.kling.faults.nextTask({ failsWith: 'Failure to pass the risk control system' });
        await call(hook, words);
        await expect.poll(async () => (await history()).split('(hook): failed.').length - 1).toBe(failures);
      }
      await fail('No.');
      await said(direct, 'The announcement “Fragile” did not come about:');
      await fail('No again.');
      await call(hook, 'Yes.');
      await expect.poll(history).toContain('(hook): done');
      await fail('And no.');
      await eventually(() => direct.history()[1]);
      expect(direct.history()).toHaveLength(2);
    });

    test('is told where the video is, when the channel has put the bot out', async () => {
      const { team, channel } = scene();
      const owner = team.user({ name: 'Olli', owner: true });
      const direct = shared.house.slack.dm(owner);
      const letGo = renders.hold();
      await ordered(owner, channel, '/announce now', { words: 'Where am I?' }, nova);
      await eventually(() => shared.house.kling.tasks().find(({ status }) => status === 'processing'));
      channel.kick();
      letGo();
      expect((await said(direct, 'What you had a presenter say did not come about:')).shown).toMatch(
        /the video was brought elsewhere: <https:[^>]+>/,
      );
      expect(saying(direct, 'Where am I?')).toHaveLength(1);
    });
  });
}
