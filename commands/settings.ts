import type { Line, Picker } from '../src/platforms/message.ts';
import type { Answer } from '../src/platforms/platform.ts';
import { Refusal } from '../src/refusal.ts';
import type { AccessRules } from './access.ts';
import type { Caller, Pressed } from './desk.ts';
import { LIMITS } from './limits.ts';
import { isTalk } from './may.ts';
import { line, message } from './message.ts';
import type { DeskParts } from './parts.ts';

type Parts = Pick<DeskParts, 'access'>;

/** Entries of a list at most. */
const MOST = LIMITS.picked;

/** Which list each picker sets. */
const LISTS = {
  'set-roles': { list: 'roles', kind: 'roles', label: 'settings_roles' },
  'set-channels': { list: 'channels', kind: 'channels', label: 'settings_channels' },
  'set-shut-out': { list: 'shutOut', kind: 'people', label: 'settings_shut_out' },
} as const;

export type SettingsAction = keyof typeof LISTS;

/** Shows who may use the bot in this space, to those who may change it. */
export async function settings({ access }: Parts, caller: Caller, answer: Answer): Promise<void> {
  checkManages(caller);
  const chosen = access.of(caller.place);
  const pickers = Object.entries(LISTS).map(
    ([name, { list, kind, label }]): Picker => ({
      kind,
      label: line(label),
      does: { name, subject: 'here' },
      chosen: chosen[list],
    }),
  );
  await answer.say(message(caller.locale, ['settings_head', ...operatorLines(access.operator, caller)], { pickers }));
}

/** Sets one of the lists to what was picked, and shows all of them again. */
export async function set(parts: Parts, name: SettingsAction, pressed: Pressed): Promise<void> {
  const { caller, answer, picked = [] } = pressed;
  checkManages(caller);
  if (picked.length > MOST) throw new Refusal('input', 'settings_many', { max: MOST });
  await parts.access.change(caller.place, { [LISTS[name].list]: [...new Set(picked)] });
  await settings(parts, caller, answer);
}

function checkManages({ manages, place }: Caller): void {
  if (isTalk(place)) throw new Refusal('input', 'settings_nowhere');
  if (!manages) throw new Refusal('input', 'settings_managers');
}

/** What the operator has set, which holds beside what is picked. */
function operatorLines({ roles, channels, shutOut }: AccessRules, { place }: Caller): readonly Line[] {
  const people = shutOut.filter((entry) => entry.startsWith(`${place.platform}:`));
  return [
    ...(roles.length > 0 ? [line('settings_operator_roles')] : []),
    ...roles.slice(0, MOST).map((role) => line('settings_operator_role', { role: { role } })),
    ...(channels.length > 0 ? [line('settings_operator_channels')] : []),
    ...channels.slice(0, MOST).map((channel) => line('settings_operator_channel', { channel: { channel } })),
    ...(people.length > 0 ? [line('settings_operator_shut_out', { count: people.length })] : []),
  ];
}
