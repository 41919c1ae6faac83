import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Access } from '../../commands/access.ts';
import type { Avatar } from '../../commands/avatar.ts';
import type { Presenter, Presenters } from '../../commands/presenters.ts';
import { type Blobs, MissingBlob } from '../media/blobs.ts';
import { isDiskFull } from '../media/blobs-folder.ts';
import { Refusal } from '../refusal.ts';
import type { Occurrence } from './occurrence.ts';

export interface MakingOptions {
  readonly presenters: Pick<Presenters, 'get'>;
  readonly blobs: Pick<Blobs, 'withFile'>;
  readonly avatar: Avatar;
  readonly access: Pick<Access, 'refusal'>;
  /** Where a photo is while it is copied; exists. */
  readonly dir: string;
  readonly randomId: () => string;
}

/**
 * Makes an occurrence a job, by the command that makes all others; the same one gives the same job.
 * @throws Refusal as that does, `missing` where its presenter or the photo of that is gone, and what keeps its owner or its place from using the bot
 */
export type Making = (occurrence: Occurrence) => Promise<void>;

export function making({ presenters, blobs, avatar, access, dir, randomId }: MakingOptions): Making {
  return async ({ origin, requester, place, presenter: id, words, cut }) => {
    // which roles its owner has now is not known; those in charge of the space have seen to that
    const shut = access.refusal({ person: requester.person, place, roles: [] }, true);
    if (shut) throw new Refusal('input', shut);
    const presenter = presenters.get(id);
    if (!presenter) throw new Refusal('missing', 'announcement_presenter_gone');
    const path = join(dir, `${randomId()}.photo`);
    try {
      const photo = await copy(presenter.photo, path);
      await avatar({
        origin,
        requester,
        place,
        photo,
        isChecked: true,
        text: words,
        ...(presenter.voiceId === undefined ? {} : { voiceId: presenter.voiceId }),
        ...(presenter.ratio && { ratio: presenter.ratio }),
        announced: { presenter: presenter.name, ...(cut && { cut }) },
      });
    } finally {
      await rm(path, { force: true });
    }
  };

  /** The job moves its photo away: it is given one of its own. */
  async function copy({ blob, bytes }: Presenter['photo'], path: string) {
    try {
      await blobs.withFile(blob, (from) => copyFile(from, path));
      return { path, bytes };
    } catch (error) {
      if (error instanceof MissingBlob) throw new Refusal('missing', 'announcement_photo_gone', {}, { cause: error });
      throw isDiskFull(error) ? new Refusal('unavailable', 'storage_full', {}, { cause: error }) : error;
    }
  }
}
