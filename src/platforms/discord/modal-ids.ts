import type { Ratio } from '../../kling/profile.ts';
import { RATIOS } from '../ratios.ts';

/** What a form is about. It travels in the form's `custom_id`, so that a form that is open outlives a restart. */
export type FormAbout =
  | { readonly kind: 'new'; readonly ratio: Ratio | undefined }
  /** The picture of a message. */
  | { readonly kind: 'talk'; readonly channel: string; readonly message: string }
  /** Another video of a job's photo. */
  | { readonly kind: 'another'; readonly job: string };

export function formId(about: FormAbout): string {
  switch (about.kind) {
    case 'new':
      return about.ratio ? `new ${about.ratio}` : 'new';
    case 'talk':
      return `talk ${about.channel} ${about.message}`;
    case 'another':
      return `another ${about.job}`;
  }
}

/** What the form with this id is about; undefined for what is none of Herald's. */
export function readFormId(id: string): FormAbout | undefined {
  const [kind, first = '', second = ''] = id.split(' ');
  if (kind === 'new') return { kind, ratio: RATIOS.find((known) => known === first) };
  if (kind === 'talk' && first && second) return { kind, channel: first, message: second };
  if (kind === 'another' && first) return { kind, job: first };
  return undefined;
}
