import type { Announcement } from '../../commands/announcements.ts';
import { type Job, SANDBOX } from '../jobs/job.ts';
import type { Button, Line } from '../platforms/message.ts';
import type { Refusal } from '../refusal.ts';
import type { Namespace } from '../store/namespace.ts';
import type { Occurrence } from './occurrence.ts';
import type { Register } from './register.ts';
import type { Tellings } from './tellings.ts';
import { whereLine } from './where.ts';

/** What goes wrong with announcements, the least first: an owner who knows of one is told only of what is worse. */
const TROUBLES = ['waits', 'unpublished', 'failed'] as const;
export type Trouble = (typeof TROUBLES)[number];

/** What those who had something announced are told of it. */
export interface News {
  /** It went wrong: told once for each announcement, until it works again; of what a person ordered, always. @throws StoreError */
  failed(occurrence: Occurrence, why: readonly Line[], buttons?: readonly Button[]): Promise<void>;
  /** It has to wait, for that reason: told as above, and what it waits for may come. @throws StoreError */
  waits(occurrence: Occurrence, why?: Pick<Refusal, 'key' | 'params'>): Promise<void>;
  /** It is there, and is not shown to those who follow the channel: told as above. @throws StoreError */
  unpublished(occurrence: Occurrence, why: readonly Line[]): Promise<void>;
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
  /** The worst that its owner was told of an announcement since it last worked. */
  readonly failing: Namespace<Trouble>;
}

/** Whether a person ordered it, and waits for what becomes of it. */
export const isOrder = ({ cause }: Pick<Occurrence, 'cause'>): boolean => cause.kind === 'now' || cause.kind === 'test';

export function createNews({ register, tellings, failing }: NewsOptions): News {
  const announcementOf = ({ announcement }: Occurrence) =>
    announcement === undefined ? undefined : register.get(announcement);

  function tell(occurrence: Occurrence, about: string, lines: readonly Line[], buttons?: readonly Button[]) {
    const { id, at, requester: to, place } = occurrence;
    return tellings.tell({ cause: `${id}:${about}`, at, to, place, lines, ...(buttons && { buttons }) });
  }

  /** What goes on is told once for each announcement, until it works again or gets worse; of what was removed meanwhile, nothing. */
  async function tellOnce(
    occurrence: Occurrence,
    trouble: Trouble,
    head: (announcement: Announcement) => Line,
    why: readonly Line[],
    buttons?: readonly Button[],
  ): Promise<void> {
    const announcement = announcementOf(occurrence);
    if (!announcement) return;
    const told = await failing.get(announcement.id);
    if (told !== undefined && TROUBLES.indexOf(told) >= TROUBLES.indexOf(trouble)) return;
    const lines = [head(announcement), ...why, whereLine(announcement), { key: 'tell_failed_once' } as const];
    await tell(occurrence, trouble, lines, buttons);
    await failing.set(announcement.id, trouble);
  }

  async function wentWrong(
    occurrence: Occurrence,
    trouble: Exclude<Trouble, 'waits'>,
    why: readonly Line[],
    buttons?: readonly Button[],
  ): Promise<void> {
    if (isOrder(occurrence)) return tell(occurrence, trouble, [{ key: 'tell_order_failed' }, ...why], buttons);
    await tellOnce(occurrence, trouble, ({ name }) => ({ key: 'tell_failed', params: { name } }), why, buttons);
  }

  return {
    failed: (occurrence, why, buttons) => wentWrong(occurrence, 'failed', why, buttons),
    unpublished: (occurrence, why) => wentWrong(occurrence, 'unpublished', why),
    async waits(occurrence, why) {
      const lines = why ? [{ key: why.key, params: why.params }] : [];
      if (isOrder(occurrence)) return tell(occurrence, 'waits', [{ key: 'tell_order_waits' }, ...lines]);
      await tellOnce(occurrence, 'waits', ({ name }) => ({ key: 'tell_waits', params: { name } }), lines);
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
      const announcement = announcementOf(occurrence);
      const params = { name: announcement?.name ?? '', max: perDay };
      const where = announcement ? [whereLine(announcement)] : [];
      return tell(occurrence, `enough ${perDay}`, [{ key: 'tell_enough', params }, ...where]);
    },
  };
}

/** What a job that came to nothing cost, as far as Kling has told. */
export function costOf({ charged, target }: Pick<Job, 'charged' | 'target'>): Line {
  if (charged === 'no') return { key: 'status_not_charged' };
  if (target.baseUrl === SANDBOX) return { key: 'status_sandbox' };
  return { key: charged === 'yes' ? 'status_charged' : 'status_charge_unknown' };
}
