import { describe, expect, test } from 'vitest';
import { speechSamples } from '../../src/sandbox/speech.ts';
import { plannedSeconds, planSpeech } from '../../src/sandbox/speech-plan.ts';

const seconds = (text: string, speed = 1) => plannedSeconds(planSpeech({ text, voiceId: 'uk_man2', speed }));

describe('made-up speech', () => {
  test('lasts about as long as somebody would take to say it', () => {
    expect(seconds('Hello and welcome to our channel. Today we will be discussing AI video generation.')).toBeCloseTo(
      5.8,
      0,
    );
    expect(seconds('欢迎来到我们的频道，今天我们讨论视频。')).toBeCloseTo(4.2, 0);
    expect(seconds('Заходите к нам почаще, мы всегда вам рады!')).toBeGreaterThan(2.5);
  });

  test('is shorter when it is faster, and never under two seconds', () => {
    const text = 'This sentence is spoken at two different speeds, one after the other.';
    expect(seconds(text, 2)).toBeCloseTo(seconds(text) / 2, 5);
    expect(seconds('Hi')).toBeCloseTo(2, 5);
    expect(seconds('…')).toBeCloseTo(2, 5);
  });

  test('has another pitch for another voice, and is the same for the same words', () => {
    const pitch = (voiceId: string) => planSpeech({ text: 'Hello', voiceId, speed: 1 })[0]?.pitch;
    expect(new Set(['uk_man2', 'AOT', 'oversea_male1'].map(pitch)).size).toBe(3);
    expect(planSpeech({ text: 'Hello', voiceId: 'AOT', speed: 1 })).toEqual(
      planSpeech({ text: 'Hello', voiceId: 'AOT', speed: 1 }),
    );
  });

  test('sounds gently in syllables and is silent in pauses', () => {
    const [loud, silent] = [
      ...speechSamples([
        { seconds: 0.3, vowel: 0, pitch: 120 },
        { seconds: 0.5, pitch: 120 },
      ]),
    ];
    const level = (samples: Float32Array = new Float32Array(1)) =>
      Math.sqrt(samples.reduce((sum, value) => sum + value ** 2, 0) / samples.length);
    expect(level(loud)).toBeGreaterThan(0.02);
    expect(level(loud)).toBeLessThan(0.3);
    expect(level(silent?.subarray(4000))).toBeLessThan(0.001);
  });
});
