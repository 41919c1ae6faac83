import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createConnection } from '../../src/platforms/connection.ts';
import { testClock } from '../clock.ts';

function setUp() {
  const clock = testClock();
  const said: string[] = [];
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const onFatal = (sentence: string) => void said.push(sentence);
  const connection = createConnection({ platform: 'Paper', clock, random: () => 1, log, onFatal });
  return { clock, said, lines, connection };
}

describe('a platform', () => {
  test('that cannot be reached is tried again until it is', async () => {
    const { clock, lines, connection } = setUp();
    let tries = 0;
    const started = connection.start(async () => {
      tries += 1;
      if (tries < 4) throw new Error('nobody is there');
    });
    await clock.pass(1_000 + 2_000 + 4_000);
    await started;
    expect(tries).toBe(4);
    expect(lines.filter((line) => line.includes('Paper cannot be reached; trying again'))).toHaveLength(3);
  });

  test('that only the operator can mend says so once, and is tried no more', async () => {
    const { clock, said, connection } = setUp();
    let tries = 0;
    const started = connection.start(async () => {
      tries += 1;
      connection.fatal('Set the token.');
      connection.fatal('Set the token anew.');
      throw new Error('no token');
    });
    await started;
    await clock.pass(600_000);
    expect(tries).toBe(1);
    expect(said).toEqual(['Set the token.']);
    expect(connection.stopping.aborted).toBe(true);
  });

  test('says nothing of what the stop cuts off, and says what else fails', async () => {
    const { clock, lines, connection } = setUp();
    await connection.start(async () => {});
    const cut = new Promise((_, reject) =>
      connection.silence.addEventListener('abort', () => reject(connection.silence.reason)),
    );
    connection.tasks.run({ name: 'cut' }, async () => void (await cut));
    connection.tasks.run({ name: 'broken' }, () => Promise.reject(new Error('It broke.')));
    const stopped = connection.stop(async () => {});
    await clock.pass(10_000);
    await stopped;
    await clock.settle();
    expect(lines.map((line) => JSON.parse(line).name)).toEqual(['broken']);
  });

  test('is left before those who were heard are answered, and after that nothing more is said', async () => {
    const { clock, connection } = setUp();
    await connection.start(async () => {});
    const order: string[] = [];
    const answered = Promise.withResolvers<void>();
    connection.tasks.run({}, async () => {
      await answered.promise;
      order.push(connection.silence.aborted ? 'answered too late' : 'answered');
    });
    const stopped = connection.stop(async () => {
      order.push(connection.stopping.aborted ? 'left' : 'left too early');
      answered.resolve();
    });
    await clock.settle();
    await stopped;
    expect(order).toEqual(['left', 'answered']);
    expect(connection.silence.aborted).toBe(true);
  });

  test('stops though an answer takes too long, and though it was never reached', async () => {
    const { clock, connection } = setUp();
    const started = connection.start(() => Promise.reject(new Error('nobody is there')));
    connection.tasks.run({}, () => new Promise<void>(() => {}));
    await clock.settle();
    const stopped = connection.stop(async () => {});
    await clock.pass(3_000);
    await Promise.all([started, stopped]);
    expect(connection.silence.aborted).toBe(true);
  });
});
