import { describe } from 'vitest';
import { embeddedEngine } from '../../src/engine/embedded.ts';
import { testClock } from '../clock.ts';
import { engineConformance } from './conformance.ts';

describe('the embedded engine', () => {
  engineConformance(async () => {
    const clock = testClock();
    const errors: unknown[] = [];
    const engine = embeddedEngine({ clock, concurrency: 4, onError: (_key, error) => errors.push(error) });
    return { engine, errors, now: clock.now, pass: clock.pass };
  });
});
