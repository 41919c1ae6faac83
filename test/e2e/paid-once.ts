import { expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { accepted, until } from './api.ts';
import { botWith, clipBytes, houseWith, klingWith, type ProfileName, smallPhoto } from './kling.ts';

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

/** Registers the tests of rule 1 for a profile: one task is paid and one video delivered, whatever becomes of the create. */
export function paidOnce(profile: ProfileName): void {
  test.each(Object.entries(LOST))('when %s', async (_, fault) => {
    const kling = await klingWith();
    kling.faults.next('create', fault);
    const { url } = await houseWith(kling, profile, {}, { create: 400, perMegabyte: 0 });
    const id = await accepted(url, { photo: await smallPhoto(), text: WORDS });
    const job = await until(url, id, 'delivered');
    expect(kling.tasks().map((task) => task.externalId)).toEqual([id]);
    expect(job).toMatchObject({ charged: 'yes', task_id: kling.tasks()[0]?.id });
    const video = Buffer.from(await (await fetch(`${url}/api/jobs/${id}/video`)).arrayBuffer());
    expect(video.equals(clipBytes())).toBe(true);
  });

  test('when it is killed before the create', async () => {
    const kling = await klingWith();
    const first = await botWith(kling, profile);
    const id = await accepted(first.url, { photo: await smallPhoto(), text: WORDS });
    await first.kill();
    const second = await botWith(kling, profile, {}, first.dir);
    await until(second.url, id, 'delivered');
    expect(kling.tasks().map((task) => task.externalId)).toEqual([id]);
  });

  test.each([
    ['after the create took effect', { effect: 'before', answer: 'stall' }],
    ['before the create took effect', { effect: 'none', answer: 'stall' }],
    ['while the create takes effect', { effect: { after: 500 }, answer: 'stall' }],
  ] satisfies [string, Fault][])('when it is killed during the create, %s', async (_, fault) => {
    const kling = await klingWith();
    kling.faults.next('create', fault);
    const first = await botWith(kling, profile);
    const id = await accepted(first.url, { photo: await smallPhoto(), text: WORDS });
    const begun = fault.effect === 'before' ? () => kling.tasks().length : () => kling.requests().create;
    await expect.poll(begun, { timeout: 10_000, interval: 5 }).toBe(1);
    await first.kill();
    kling.faults.clear();
    const second = await botWith(kling, profile, {}, first.dir);
    await until(second.url, id, 'delivered');
    expect(kling.tasks().map((task) => task.externalId)).toEqual([id]);
  });

  test('when it is killed after the create', async () => {
    const kling = await klingWith({ seconds: 1 });
    const first = await botWith(kling, profile);
    const id = await accepted(first.url, { photo: await smallPhoto(), text: WORDS });
    await until(first.url, id, 'rendering');
    await first.kill();
    const second = await botWith(kling, profile, {}, first.dir);
    await until(second.url, id, 'delivered');
    expect(kling.tasks().map((task) => task.externalId)).toEqual([id]);
  });
}
