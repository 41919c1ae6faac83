import { describe, expect, test } from 'vitest';
import { openHouse } from './house.ts';

describe('a request whose status message waits for its turn', () => {
  test('keeps no stop waiting, and nothing is said: it is shown after the next start', async () => {
    const house = await openHouse();
    const asked = house.request();
    const reached = house.holdAt('before show');
    const asking = house.desk.ask(asked);
    await reached;
    await house.desk.stop();
    await asking;
    const { answer, job } = await house.outcome(asked.origin, asked.answer.ref);
    expect(job?.state).toBe('accepted');
    expect(answer).toMatchObject({ isDone: true, heard: [] });
    expect(await house.keys('intake')).toEqual([]);
    expect(house.log.join('')).not.toContain('could not show');
  });

  test('does not leave the question open that its photo has answered', async () => {
    const house = await openHouse();
    const { id } = await house.ask({ text: 'Good morning.' });
    const question = house.paper.message(`${id}a`);
    const reached = house.holdAt('before show');
    void house.desk.ask(house.request({ answers: question?.id ?? '', photo: { file: house.paper.upload('a photo') } }));
    await reached;
    expect(house.paper.message(`${id}a`)?.text).toContain('The video is being made.');
  });
});
