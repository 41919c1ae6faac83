import type { Presenter } from '../../commands/presenters.ts';
import type { Namespace } from '../store/namespace.ts';

const ENDING = '.photo';

/** Where a presenter's photo is kept, a JPEG. */
export const photoKey = (id: string): string => `${id}${ENDING}`;

/** Tells for the janitor whether a file is the photo of a presenter that there is; it asks the disk, which knows from the start. */
export function keepsPhotos(table: Pick<Namespace<Presenter>, 'get'>): (key: string) => Promise<boolean> {
  return async (key) => {
    const id = key.slice(0, -ENDING.length);
    return /^p[0-9a-z]{23}$/.test(id) && key === photoKey(id) && (await table.get(id)) !== undefined;
  };
}
