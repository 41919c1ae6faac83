import { spaceOf } from '../src/jobs/records.ts';
import { Refusal } from '../src/refusal.ts';
import { LIMITS } from './limits.ts';
import type { Presenter, Presenters } from './presenters.ts';
import { isSaid, type Request } from './request.ts';

/**
 * A request with the face of the presenter that it names, or of the one that speaks in its place when nobody sends a photo; with that
 * presenter's voice and shape, where none are given.
 * @param mayBeDefault whether one may speak that was not named
 * @throws Refusal for a name that nobody has, and for a photo beside a name
 */
export function withPresenter(
  presenters: Pick<Presenters, 'named' | 'defaultFor'>,
  { presenter: typed, ...request }: Request,
  mayBeDefault: boolean,
): Request {
  const { caller, photo } = request;
  const isNamed = isSaid(typed);
  if (isNamed && photo) throw new Refusal('input', 'presenter_or_photo');
  if (isNamed) return spokenBy(namedPresenter(presenters, caller, typed), request);
  const usual = mayBeDefault && !photo ? presenters.defaultFor(caller.place) : undefined;
  return usual ? spokenBy(usual, request) : request;
}

/** @throws Refusal where nobody has this name */
export function namedPresenter(
  presenters: Pick<Presenters, 'named'>,
  { place }: Pick<Request['caller'], 'place'>,
  typed: string,
): Presenter {
  const found = presenters.named(spaceOf({ place }), typed);
  if (!found) throw new Refusal('missing', 'presenter_unknown', { name: typed.trim().slice(0, LIMITS.name) });
  return found;
}

function spokenBy({ id, voiceId, ratio }: Presenter, request: Request): Request {
  const own = request.audio ? undefined : voiceId;
  return {
    ...(own === undefined ? {} : { voiceId: own }),
    ...(ratio === undefined ? {} : { ratio }),
    ...request,
    photo: { presenter: id },
  };
}
