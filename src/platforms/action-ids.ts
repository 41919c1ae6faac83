import type { Action } from './message.ts';

/** An action as it travels with a message, in at most 84 characters; marked by a letter, or numbered where a message repeats it. */
const ACTION = /^([a-z-]{1,20}):([a-z0-9.]{1,60})(?:~(?:[a-z]|\d{1,2}))?$/;

/** The action of an id; nothing for what Herald did not make. */
export function readAction(id: string): Action | undefined {
  const [, name, subject] = ACTION.exec(id) ?? [];
  return name && subject ? { name, subject } : undefined;
}

/**
 * Makes the ids for the actions of one message: platforms refuse the same id twice.
 * @param mark stands behind each action: `~` and a letter
 */
export function actionIds(mark = ''): (action: Action) => string {
  const used = new Map<string, number>();
  return ({ name, subject }) => {
    const action = `${name}:${subject}`;
    const times = (used.get(action) ?? 0) + 1;
    used.set(action, times);
    const id = times === 1 ? `${action}${mark}` : `${action}~${times}`;
    if (!ACTION.test(id)) throw new RangeError(`“${id}” is not an action that could be read again`);
    return id;
  };
}
