import { describe, expect, test } from 'vitest';
import { FAILED, HOUR, MINUTE, openHouse, PLACE, restart, SECOND } from './house.ts';

describe('a status message that cannot be posted as usual', () => {
  test('is found when the answer was lost', async () => {
    const house = await openHouse();
    house.paper.next('post', 'lost');
    const { id } = await house.accept();
    await house.pass(10 * SECOND);
    expect(house.paper.everything()).toHaveLength(1);
    expect(await house.board.sentOf({ id })).toMatchObject({ message: house.paper.message(`${id}s`)?.id });
  });

  test('is posted again under the same key when it is not there', async () => {
    const house = await openHouse();
    house.paper.next('post', 'late');
    const { id } = await house.accept();
    await house.pass(10 * SECOND);
    house.paper.arrive();
    expect(house.paper.everything().map(({ key }) => key)).toEqual([`${id}s`]);
  });

  test('is posted again on a platform that forgets its posts only once it surely is not there', async () => {
    const house = await openHouse(undefined, { forgets: true });
    house.paper.next('post', 'late');
    const job = await house.accept();
    const status = house.board.sentAhead(job);
    await house.pass(15 * SECOND);
    house.paper.arrive();
    await house.pass(10 * SECOND);
    expect(house.paper.everything().map(({ key }) => key)).toEqual([`${job.id}s`]);
    expect(await status).toMatchObject({ outcome: 'there', sent: { message: house.paper.message(`${job.id}s`)?.id } });
    house.paper.next('post', 'unclear');
    const other = await house.accept();
    await house.pass(15 * SECOND);
    expect(house.text(other.id)).toBeUndefined();
    await house.pass(15 * SECOND);
    expect(house.text(other.id)).toContain('Accepted');
  });

  test('is done without when nobody can tell whether it is there', async () => {
    const house = await openHouse();
    house.paper.next('post', 'lost');
    house.paper.always('find', 'blind');
    const job = await house.accept();
    await house.pass(HOUR);
    expect(house.paper.everything()).toHaveLength(1);
    expect(await house.board.sentOf(job)).toBeUndefined();
  });

  test('is posted as soon as the platform is there again', async () => {
    const house = await openHouse();
    house.paper.always('post', 'later');
    const job = await house.accept();
    const shown = house.board.show(job);
    await house.pass(3 * HOUR);
    expect(await shown).toBeUndefined();
    house.paper.always('post', undefined);
    await house.pass(5 * MINUTE);
    expect(house.text(job.id)).toContain('Accepted');
  });

  test('says how the job ended when that comes first', async () => {
    const house = await openHouse();
    house.paper.always('post', 'later');
    const { id } = await house.accept();
    await house.pass(MINUTE);
    await house.change(id, 'failed', FAILED);
    await house.pass(MINUTE);
    house.paper.always('post', undefined);
    await house.pass(5 * MINUTE);
    expect(house.text(id)).toContain('content rules');
    expect(await house.unfinished()).toEqual([]);
  });

  test('is waited for by the video, for a while', async () => {
    const house = await openHouse();
    house.paper.next('post', 'stall', 'stall');
    const soon = await house.accept();
    const never = await house.accept();
    await house.pass(SECOND);
    const [sent, none] = [house.board.sentAhead(soon), house.board.sentAhead(never)];
    await house.pass(SECOND);
    house.paper.release();
    expect(await sent).toMatchObject({ outcome: 'there', sent: { message: house.paper.message(`${soon.id}s`)?.id } });
    expect(await none).toMatchObject({ outcome: 'there', sent: { message: house.paper.message(`${never.id}s`)?.id } });
    house.paper.next('post', 'stall');
    const waits = house.board.sentAhead(await house.accept());
    await house.pass(MINUTE);
    expect(await waits).toEqual({ outcome: 'none' });
  });
});

describe('a store that cannot be written', () => {
  test('keeps a status from being posted, until it can', async () => {
    const house = await openHouse();
    house.broken.add('statuses');
    const { id } = await house.accept();
    await house.pass(MINUTE);
    expect(house.paper.everything()).toEqual([]);
    expect(house.log.join('')).toContain('the status message could not be seen to');
    house.broken.delete('statuses');
    await house.pass(5 * MINUTE);
    expect(house.paper.everything().map(({ key }) => key)).toEqual([`${id}s`]);
  });

  test('does not make a status be posted twice', async () => {
    const house = await openHouse();
    house.paper.next('post', 'stall');
    const { id } = await house.accept();
    await house.pass(SECOND);
    house.broken.add('statuses');
    house.paper.release();
    await house.pass(HOUR);
    house.broken.delete('statuses');
    await house.pass(5 * MINUTE);
    expect(house.paper.everything().map(({ key }) => key)).toEqual([`${id}s`]);
    expect(await house.board.sentOf({ id })).toBeDefined();
  });
});

describe('a status message that is gone', () => {
  test('is done without: the video needs none', async () => {
    const house = await openHouse();
    const { id } = await house.accept();
    await house.pass(SECOND);
    house.paper.takesAway(house.paper.message(`${id}s`)?.id ?? '');
    await house.change(id, 'rendering', { renderingSince: house.clock.now() });
    await house.pass(SECOND);
    expect(await house.board.sentOf({ id })).toBeUndefined();
    const posted = { place: PLACE, message: '9', url: 'https://paper.test/9' };
    await house.change(id, 'delivered', { posted, charged: 'yes' });
    await house.pass(MINUTE);
    expect(house.paper.everything()).toEqual([]);
    expect(await house.unfinished()).toEqual([]);
  });

  test('is not missed by a person whose video failed: they are told in the same place', async () => {
    const house = await openHouse();
    const { id } = await house.accept({ requester: { person: 'ada' } });
    await house.pass(SECOND);
    house.paper.takesAway(house.paper.message(`${id}s`)?.id ?? '');
    await house.change(id, 'failed', FAILED);
    await house.pass(MINUTE);
    expect(house.paper.messages(PLACE)).toMatchObject([
      { key: `${id}n`, pings: ['ada'], text: expect.stringContaining('content rules') },
    ]);
    expect(await house.unfinished()).toEqual([]);
  });

  test('…or directly, where the place is gone as well', async () => {
    const house = await openHouse();
    const { id } = await house.accept({ requester: { person: 'ada' } });
    await house.pass(SECOND);
    house.paper.tearDown({ platform: 'paper', space: 'home' });
    await house.change(id, 'failed', FAILED);
    await house.pass(MINUTE);
    expect(house.paper.messages(house.paper.direct('ada'))).toMatchObject([
      { key: `${id}n`, text: expect.stringContaining('content rules') },
    ]);
    expect(await house.unfinished()).toEqual([]);
  });

  test('…and is given up where nothing can be said at all', async () => {
    const house = await openHouse();
    house.paper.close({ platform: 'paper', space: 'home' });
    house.paper.close(house.paper.direct('ada'));
    const { id } = await house.accept({ requester: { person: 'ada' } });
    await house.change(id, 'failed', FAILED);
    await house.pass(MINUTE);
    expect(house.paper.everything()).toEqual([]);
    expect(await house.unfinished()).toEqual([]);
    const told = house.log.filter((line) => line.includes('there is no status message'));
    expect(told.map((line) => JSON.parse(line).next)).toEqual([
      'its person is told once it has ended',
      'its person is told directly',
      'nothing more is tried',
    ]);
  });

  test('…or directly, where it is there, but cannot be edited for an hour', async () => {
    const house = await openHouse();
    const failed = await house.accept({ requester: { person: 'ada' } });
    const unheard = await house.accept({ requester: { person: 'bob' } });
    const done = await house.accept({ requester: { person: 'cleo' } });
    await house.pass(SECOND);
    house.paper.close(PLACE);
    house.paper.close(house.paper.direct('bob'));
    await house.change(failed.id, 'failed', FAILED);
    await house.change(unheard.id, 'failed', FAILED);
    const posted = { place: PLACE, message: '9', url: 'https://paper.test/9' };
    await house.change(done.id, 'delivered', { posted, charged: 'yes' });
    await house.pass(HOUR);
    expect(house.paper.messages(house.paper.direct('ada'))).toEqual([]);
    await house.pass(HOUR);
    expect(house.paper.messages(house.paper.direct('ada'))).toMatchObject([
      { key: `${failed.id}n`, text: expect.stringContaining('content rules') },
    ]);
    expect(house.paper.everything()).toHaveLength(4);
    house.paper.reopen(PLACE);
    await house.pass(HOUR);
    expect(house.text(unheard.id)).toContain('content rules');
    expect(house.text(done.id)).toContain('Done');
    expect(await house.unfinished()).toEqual([]);
  });

  test('is not missed where it has to be decided whether the video is there: the person is asked, once', async () => {
    const house = await openHouse();
    const { id } = await house.accept({ requester: { person: 'ada' } });
    await house.pass(SECOND);
    house.paper.takesAway(house.paper.message(`${id}s`)?.id ?? '');
    await house.change(id, 'delivering');
    await house.pass(MINUTE);
    expect(house.paper.everything()).toEqual([]);
    const now = house.clock.now();
    await house.change(id, 'delivering', { posting: { stage: 'there', place: PLACE, since: now, blind: now } });
    await house.pass(HOUR);
    expect(house.paper.messages(PLACE)).toMatchObject([
      { key: `${id}n`, pings: ['ada'], buttons: [`Post it → post:${id}`] },
    ]);
    const posted = { place: PLACE, message: '9', url: 'https://paper.test/9' };
    await house.change(id, 'delivered', { posting: undefined, posted, charged: 'yes' });
    await house.pass(MINUTE);
    expect(house.paper.messages(PLACE)).toMatchObject([{ key: `${id}n`, text: expect.stringContaining('Done') }]);
    expect(await house.unfinished()).toEqual([]);
  });
});

describe('while the platform is not connected', () => {
  test('nothing is tried, and nothing is complained of; what is to be shown is shown as soon as it is', async () => {
    const house = await openHouse();
    const done = await house.accept();
    await house.pass(SECOND);
    house.known.connected = false;
    const next = await restart(house);
    const fresh = await next.accept();
    await next.change(done.id, 'failed', FAILED);
    await next.pass(3 * HOUR);
    expect(next.paper.everything().map(({ key, edits }) => [key, edits])).toEqual([[`${done.id}s`, 0]]);
    expect(next.log.filter((line) => !line.includes('"level":30'))).toEqual([]);
    next.known.connected = true;
    next.board.onConnected();
    await next.pass(SECOND);
    expect(next.text(fresh.id)).toContain('Accepted');
    expect(next.text(done.id)).toContain('content rules');
  });
});
