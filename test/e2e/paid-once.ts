import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { accepted, until } from './api.ts';
import { clipBytes, type ProfileName, smallPhoto } from './kling.ts';
import { sharedBot, sharedHouse } from './shared.ts';

const WORDS = 'One task, one video, whatever happens on the way.';

/** Answers that leave it open whether the task exists. */
const LOST: Readonly<Record<string, Fault>> = {
  'the answer is dropped after the effect': { effect: 'before', answer: 'drop' },
  'the connection is dropped before any effect': { effect: 'none', answer: 'drop' },
  '500 comes after the effect': { effect: 'before', answer: { code: 5000 } },
  '500 comes before any effect': { effect: 'none', answer: { code: 5000 } },
  'an internal timeout is told after the effect': { effect: 'before', answer: { code: 5002 } },
  'the effect comes after we gave up': { effect: { after: 600 }, answer: 'drop' },
  'Kling stalls after the effect': { effect: 'before', answer: 'stall' },
  'Kling stalls without any effect': { effect: 'none', answer: 'stall' },
  'a web page comes back after the effect': { effect: 'before', answer: 'html' },
  'a web page comes back without any effect': { effect: 'none', answer: 'html' },
  'half of the answer comes': { effect: 'before', answer: 'truncated' },
  'a gateway answers after the effect': { effect: 'before', answer: 'bad-gateway' },
};

const BEFORE = 'before the create';
const AFTER = 'after the create';

/** What a kill in the middle of a create finds; the one whose effect is yet to come is the last before the kill. */
const DURING: Readonly<Record<string, Fault>> = {
  'during the create, after the create took effect': { effect: 'before', answer: 'stall' },
  'during the create, before the create took effect': { effect: 'none', answer: 'stall' },
  'during the create, while the create takes effect': { effect: { after: 500 }, answer: 'stall' },
};

/** Registers the tests of rule 1 for a profile: one task is paid and one video delivered, whatever becomes of the create. */
export function paidOnce(profile: ProfileName): void {
  describe('when', () => {
    const house = sharedHouse(profile, { timeouts: { create: 400, perMegabyte: 0 } });

    test.each(Object.entries(LOST))('%s', async (_, fault) => {
      const { kling, bot } = house.fromNow();
      kling.faults.next('create', fault);
      const id = await accepted(bot.url, { photo: await smallPhoto(), text: WORDS });
      const job = await until(bot.url, id, 'delivered');
      expect(kling.tasks().map((task) => task.externalId)).toEqual([id]);
      expect(job).toMatchObject({ charged: 'yes', task_id: kling.tasks()[0]?.id });
      const video = Buffer.from(await (await fetch(`${bot.url}/api/jobs/${id}/video`)).arrayBuffer());
      expect(video.equals(clipBytes())).toBe(true);
    });
  });

  describe('when it is killed', () => {
    const lives = sharedBot(profile);
    const ids = new Map<string, string>();

    // one kill for five jobs, each at another moment of its create
    beforeAll(async () => {
      const { kling, bot } = lives.fromNow();
      const renders = lives.hold();
      const ask = async (moment: string) => {
        const id = await accepted(bot.url, { photo: await smallPhoto(), text: WORDS });
        ids.set(moment, id);
        return id;
      };
      await until(bot.url, await ask(AFTER), 'rendering');
      for (const [moment, fault] of Object.entries(DURING)) {
        kling.faults.next('create', fault);
        const begun = fault.effect === 'before' ? () => kling.tasks().length : () => kling.requests().create;
        const before = begun();
        await ask(moment);
        await vi.waitUntil(() => begun() > before, { timeout: 10_000, interval: 5 });
      }
      await ask(BEFORE);
      await bot.kill();
      kling.faults.clear();
      renders.letGo();
      await lives.anew();
    });

    test.each([BEFORE, ...Object.keys(DURING), AFTER])('%s', async (moment) => {
      const id = ids.get(moment) ?? '';
      await until(lives.bot.url, id, 'delivered');
      const tasks = lives.kling.tasks().map((task) => task.externalId);
      expect(tasks.filter((one) => one === id)).toEqual([id]);
      expect([...ids.values()]).toEqual(expect.arrayContaining(tasks));
    });
  });
}
