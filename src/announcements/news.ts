import { type Job, SANDBOX } from '../jobs/job.ts';
import type { Button, Line } from '../platforms/message.ts';
import type { Namespace } from '../store/namespace.ts';
import type { Occurrence } from './occurrence.ts';
import type { Register } from './register.ts';
import type { Tellings } from './tellings.ts';

/** What those who had something announced are told of it. */
export interface News {
  /** It went wrong: told once for each announcement, until it works again; of what a person ordered, always. @throws StoreError */
  failed(occurrence: Occurrence, why: readonly Line[], buttons?: readonly Button[]): Promise<void>;
  /** It worked. @throws StoreError */
  worked(occurrence: Occurrence): Promise<void>;
  /** Nobody can tell whether the video is there: a person is to look. @throws StoreError */
  doubted(occurrence: Occurrence, since: number): Promise<void>;
  /** Nothing more is announced today. @throws StoreError */
  enough(occurrence: Occurrence, perDay: number): Promise<void>;
}

export interface NewsOptions {
  readonly register: Pick<Register, 'get'>;
  readonly tellings: Tellings;
  /** Announcements whose owner knows that they fail. */
  readonly failing: Namespace<1>;
}

/** Whether a person ordered it, and waits for what becomes of it. */
export const isOrder = ({ cause }: Pick<Occurrence, 'cause'>): boolean => cause.kind === 'now' || cause.kind === 'test';

export function createNews({ register, tellings, failing }: NewsOptions): News {
  const nameOf = ({ announcement }: Occurrence) =>
    announcement === undefined ? undefined : register.get(announcement)?.name;

  function tell(occurrence: Occurrence, about: string, lines: readonly Line[], buttons?: readonly Button[]) {
    const { id, at, requester: to, place } = occurrence;
    return tellings.tell({ cause: `${id}:${about}`, at, to, place, lines, ...(buttons && { buttons }) });
  }

  return {
    async failed(occurrence, why, buttons) {
      if (isOrder(occurrence)) return tell(occurrence, 'failed', [{ key: 'tell_order_failed' }, ...why], buttons);
      const { announcement } = occurrence;
      const name = nameOf(occurrence);
      // what was removed meanwhile is nobody's any more
      if (announcement === undefined || name === undefined || (await failing.get(announcement))) return;
      const lines: Line[] = [{ key: 'tell_failed', params: { name } }, ...why, { key: 'tell_failed_once' }];
      await tell(occurrence, 'failed', lines, buttons);
      await failing.set(announcement, 1);
    },
    async worked(occurrence) {
      const { announcement } = occurrence;
      if (announcement === undefined || isOrder(occurrence) || !(await failing.get(announcement))) return;
      await failing.delete(announcement);
    },
    doubted(occurrence, since) {
      const { id, place } = occurrence;
      const channel = { channel: place.channel ?? place.space };
      const post: Button = { label: { key: 'status_button_post' }, style: 'main', does: { name: 'post', subject: id } };
      return tell(occurrence, `doubted ${since}`, [{ key: 'tell_doubted', params: { channel } }], [post]);
    },
    enough(occurrence, perDay) {
      const params = { name: nameOf(occurrence) ?? '', max: perDay };
      return tell(occurrence, 'enough', [{ key: 'tell_enough', params }]);
    },
  };
}

/** What a job that came to nothing cost, as far as Kling has told. */
export function costOf({ charged, target }: Pick<Job, 'charged' | 'target'>): Line {
  if (charged === 'no') return { key: 'status_not_charged' };
  if (target.baseUrl === SANDBOX) return { key: 'status_sandbox' };
  return { key: charged === 'yes' ? 'status_charged' : 'status_charge_unknown' };
}
