import { describe, expect, test } from 'vitest';
import { FAILED, HOUR, MINUTE, openHouse, PLACE, restart, SECOND } from './house.ts';

describe('the status message of a job', () => {
  test('follows the job from the request to the video, in one message that is edited', async () => {
    const house = await openHouse();
    const { id } = await house.accept({ requester: { person: 'ada' } });
    house.position.set(id, 2);
    await house.pass(SECOND);
    expect(house.text(id)).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Accepted: it will be about 7 seconds long.
      It waits in line, at place 2 of 2."
    `);
    house.position.delete(id);
    await house.change(id, 'rendering', { renderingSince: house.clock.now() });
    await house.pass(SECOND);
    house.known.usual = 4 * MINUTE;
    await house.pass(MINUTE + 5 * SECOND);
    expect(house.text(id)).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Kling is making the video; it began 1 minute ago.
      ▰▰▱▱▱▱▱▱▱▱ about 25 %, going by the usual 4 min"
    `);
    await house.change(id, 'delivering');
    await house.pass(2 * SECOND);
    expect(house.text(id)).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      The video is made and is being brought here."
    `);
    const posted = { place: PLACE, message: '9', url: 'https://paper.test/9' };
    await house.change(id, 'delivered', { posted, charged: 'yes', spent: 6.2, units: 0.62 });
    await house.pass(2 * SECOND);
    expect(house.text(id)).toMatchInlineSnapshot(`
      "@ada asked for a video: “Good morning.”
      Done: [watch the video](https://paper.test/9)
      It was charged: 7 seconds of video, 0.62 Kling units."
    `);
    expect(house.paper.everything()).toHaveLength(1);
    expect(await house.unfinished()).toEqual([]);
  });

  test('is there when the one who asked is told so', async () => {
    const house = await openHouse();
    const job = await house.accept();
    const sent = await house.board.show(job);
    expect(house.paper.message(`${job.id}s`)).toMatchObject({ id: sent?.message, place: sent?.place });
    expect(await house.board.sentOf(job)).toEqual(sent);
  });

  test('answers the message that asked, and notifies nobody', async () => {
    const house = await openHouse();
    const replyTo = house.paper.writes(PLACE);
    const { id } = await house.accept({ replyTo });
    await house.pass(SECOND);
    expect(house.paper.message(`${id}s`)).toMatchObject({ replyTo, pings: [] });
  });

  test('is not edited while nothing changes', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    await house.pass(10 * MINUTE);
    expect(house.paper.message(`${id}s`)?.edits).toBe(0);
  });

  test('shows the place in line as it changes', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    house.position.set(id, 3);
    await house.pass(10 * SECOND);
    expect(house.text(id)).toContain('at place 3');
    house.position.set(id, 1);
    await house.pass(10 * SECOND);
    expect(house.text(id)).toContain('at place 1');
  });

  test('is not made for a job that was not asked for on a platform', async () => {
    const house = await openHouse();
    const job = await house.accept({ place: { platform: 'api', space: 'api' } });
    expect(await house.board.show(job)).toBeUndefined();
    expect(await house.board.sentOf(job)).toBeUndefined();
    await house.pass(MINUTE);
    expect(house.paper.everything()).toEqual([]);
  });

  test('says that the video was taken away, weeks after it was delivered', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    const posted = { place: PLACE, message: '9', url: 'https://paper.test/9' };
    await house.change(id, 'delivered', { posted, charged: 'yes' });
    await house.pass(500 * HOUR);
    const later = await restart(house);
    expect(await later.board.sentOf({ id })).toMatchObject({ place: PLACE });
    await later.change(id, 'delivered', { posted: undefined, removed: later.clock.now() });
    await later.pass(10 * SECOND);
    expect(later.text(id)).toContain('The video was deleted, as was asked.');
    expect(await later.unfinished()).toEqual([]);
  });

  test('says that the video is still to be taken away, as long as the platform does not let it', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    const posted = { place: PLACE, message: '9', url: 'https://paper.test/9' };
    await house.change(id, 'delivered', { posted, charged: 'yes' });
    await house.pass(MINUTE);
    await house.change(id, 'delivered', { removing: house.clock.now() });
    await house.pass(10 * SECOND);
    expect(house.text(id)).toContain('It will be deleted as soon as the bot may');
    expect(house.text(id)).not.toContain('was deleted');
    expect(house.paper.message(`${id}s`)?.buttons).toEqual([]);
    await house.change(id, 'delivered', { removing: undefined, removed: house.clock.now() });
    await house.pass(10 * SECOND);
    expect(house.text(id)).toContain('The video was deleted, as was asked.');
  });

  test('says so also when a restart comes in between', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    const posted = { place: PLACE, message: '9', url: 'https://paper.test/9' };
    await house.change(id, 'delivered', { posted, charged: 'yes' });
    await house.pass(MINUTE);
    house.paper.always('edit', 'later');
    await house.change(id, 'delivered', { posted: undefined, removed: house.clock.now() });
    await house.pass(MINUTE);
    const later = await restart(house);
    later.paper.always('edit', undefined);
    await later.pass(MINUTE);
    expect(later.text(id)).toContain('The video was deleted, as was asked.');
  });

  test('speaks the language of the one who asked', async () => {
    const house = await openHouse();
    const { id } = await house.accept({ requester: { person: 'ada', locale: 'zh' } });
    await house.pass(SECOND);
    expect(house.text(id)).toMatchInlineSnapshot(`
      "@ada 想要一个视频：“Good morning.”
      已接受：视频大约 7 秒。"
    `);
  });
});

describe('the number of jobs that wait', () => {
  test('is told to the platform whenever it changes', async () => {
    const house = await openHouse();
    await house.pass(MINUTE);
    expect(house.paper.queue).toEqual([0]);
    const jobs = [await house.accept(), await house.accept()];
    await house.change(jobs[0]?.id ?? '', 'queued');
    for (const { id } of jobs) await house.change(id, 'failed', FAILED);
    await house.pass(MINUTE);
    expect(house.paper.queue).toEqual([0, 1, 2, 1, 0]);
  });
});

test('a stop leaves nothing at work, even while the platform hangs', async () => {
  const house = await openHouse();
  house.paper.next('post', 'stall');
  const job = await house.accept();
  await house.pass(SECOND);
  await house.board.stop();
  const after = house.calls();
  await house.records.save({ ...job, state: 'queued' });
  await house.pass(HOUR);
  expect(house.calls()).toBe(after);
  expect(house.paper.everything()).toEqual([]);
});

test('a stop does not wait for ever for an edit that hangs', async () => {
  const house = await openHouse();
  const { id } = await house.accept();
  await house.pass(SECOND);
  house.paper.next('edit', 'stall');
  await house.change(id, 'rendering', { renderingSince: house.clock.now() });
  await house.pass(SECOND);
  const stopped = house.board.stop();
  await house.pass(5 * SECOND);
  await stopped;
  expect(house.text(id)).toContain('Accepted');
});

test('what a presenter announces has no status message, not after a restart either', async () => {
  const house = await openHouse();
  const { id } = await house.accept({ announced: { presenter: 'Ada' } });
  await house.pass(MINUTE);
  expect(await house.board.sentAhead({ id })).toEqual({ outcome: 'none' });
  await house.change(id, 'failed', FAILED);
  const next = await restart(house);
  await next.pass(MINUTE);
  expect(next.paper.everything()).toEqual([]);
  expect(await next.unfinished()).toEqual([]);
});
