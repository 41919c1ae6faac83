import type { APIMessageTopLevelComponent } from 'discord.js';
import { isObject } from '../loose.ts';

/** Components as Discord gives them back: each with an id, those without one numbered from 1 in reading order. */
export function numbered(components: readonly APIMessageTopLevelComponent[]): APIMessageTopLevelComponent[] {
  let next = 1;
  const number = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(number);
    if (!isObject(value)) return value;
    const isComponent = typeof value.type === 'number';
    const id = isComponent ? { id: typeof value.id === 'number' && value.id > 0 ? value.id : next++ } : {};
    const inner = Object.entries(value).map(([key, below]) => [
      key,
      ['components', 'component', 'accessory'].includes(key) ? number(below) : below,
    ]);
    return { ...Object.fromEntries(inner), ...id };
  };
  return structuredClone(components).map((component) => number(component) as APIMessageTopLevelComponent);
}
