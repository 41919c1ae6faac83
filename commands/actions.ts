import type { KeyedMutex } from '../src/store/mutex.ts';
import { retry } from './again.ts';
import { announceTest } from './announce-now.ts';
import {
  announceNewSecret,
  announcePause,
  announceRemove,
  announceRemoved,
  announceResume,
  announceSecret,
} from './announce-tend.ts';
import type { Asking } from './ask.ts';
import { cancel, cancelListed } from './cancel.ts';
import { confirm, decline } from './confirm-press.ts';
import type { Pressed } from './desk.ts';
import { message } from './message.ts';
import { ordered } from './order.ts';
import type { DeskParts } from './parts.ts';
import { post } from './post.ts';
import { confirmFaces } from './presenter-add.ts';
import { takeDefaultPresenter } from './presenter-default.ts';
import { removePresenter } from './presenter-remove.ts';
import { remove } from './remove.ts';
import { set } from './settings.ts';
import { show } from './show.ts';

type Act = (pressed: Pressed) => Promise<void>;

/** Buttons that make a job: they wait for the sign where it is noted that it is being taken in. */
const NOTED: ReadonlySet<string> = new Set(['retry', 'announce-test']);

/** Does what a button or a picker of one of Herald's messages stands for. */
export function pressing(parts: DeskParts, requests: Asking, mutex: KeyedMutex): Act {
  const actions: Readonly<Record<string, Act>> = {
    cancel: (pressed) => cancel(parts, pressed),
    'cancel-own': (pressed) => cancelListed(parts, pressed, false),
    'cancel-any': (pressed) => cancelListed(parts, pressed, true),
    retry: (pressed) => retry(parts, requests, pressed),
    remove: (pressed) => remove(parts, pressed),
    post: (pressed) => post(parts, pressed),
    show: (pressed) => show(parts, pressed),
    confirm: (pressed) => confirm(parts, requests, pressed),
    decline: (pressed) => decline(parts, requests, mutex, pressed),
    'set-roles': (pressed) => set(parts, 'set-roles', pressed),
    'set-channels': (pressed) => set(parts, 'set-channels', pressed),
    'set-shut-out': (pressed) => set(parts, 'set-shut-out', pressed),
    'confirm-faces': (pressed) => confirmFaces(parts, pressed),
    'presenter-remove': (pressed) => removePresenter(parts, pressed),
    'presenter-nobody': (pressed) => takeDefaultPresenter(parts, pressed),
    'announce-pause': (pressed) => announcePause(parts, pressed, pressed.subject),
    'announce-resume': (pressed) => announceResume(parts, pressed, pressed.subject),
    'announce-test': (pressed) => ordered(requests, pressed, () => announceTest(parts, pressed, pressed.subject)),
    'announce-secret': (pressed) => announceSecret(parts, pressed, pressed.subject),
    'announce-secret-yes': (pressed) => announceNewSecret(parts, pressed, pressed.subject),
    'announce-remove': (pressed) => announceRemove(parts, pressed, pressed.subject),
    'announce-remove-yes': (pressed) => announceRemoved(parts, pressed, pressed.subject),
    // where there are forms, the platform has opened one instead
    another: ({ caller, answer }) => answer.say(message(caller.locale, ['another_how'])),
  };

  return async (pressed) => {
    if (!NOTED.has(pressed.name) && (await pressed.answer.begun) === false) return;
    const act = Object.hasOwn(actions, pressed.name) ? actions[pressed.name] : undefined;
    if (act) await act(pressed);
    else await pressed.answer.say(message(pressed.caller.locale, ['press_unknown']));
  };
}
