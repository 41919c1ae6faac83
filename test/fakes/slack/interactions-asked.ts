import type { Loose } from '../loose.ts';
import { ACKNOWLEDGE_MS, type Interaction } from './interactions.ts';
import type { MessageView } from './looking.ts';
import { type ViewView, viewView } from './views-look.ts';
import type { MessageRecord } from './world.ts';

/** What a person asked of the app, and what became of it so far: it fills as the app answers. */
export interface Asked {
  readonly id: string;
  readonly acknowledged: { readonly at: number; readonly body: unknown } | undefined;
  /** ms from the act to its acknowledgement. */
  readonly waited: number | undefined;
  /** Whether three seconds went by without an acknowledgement, or it could not be taken: the person sees an error. */
  readonly expired: boolean;
  /** Why Slack took no answer. */
  readonly failure: string | undefined;
  /** Views it opened, pushed or put in the place of another, in order; always as they stand. */
  readonly views: readonly ViewView[];
  /** The view opened last. @throws Error if there is none */
  readonly view: ViewView;
  /** Messages that came through its `response_url` or with the acknowledgement, in order. */
  readonly answers: readonly MessageView[];
  /** Field errors of a modal, under the ids of their blocks. */
  readonly errors: Readonly<Record<string, string>>;
  /** The options that were suggested for what was typed. */
  readonly suggestions: readonly Loose[] | undefined;
  /** Resolves with this once it is acknowledged or has failed. */
  settled(): Promise<Asked>;
  readonly record: Interaction;
}

export interface AskedParts {
  readonly now: () => number;
  readonly look: (message: MessageRecord) => MessageView;
}

export function asked({ now, look }: AskedParts, record: Interaction): Asked {
  const self: Asked = {
    record,
    id: record.id,
    get acknowledged() {
      return record.acknowledgement;
    },
    get waited() {
      return record.acknowledgement && record.acknowledgement.at - record.createdAt;
    },
    get failure() {
      return record.failure;
    },
    get expired() {
      if (record.acknowledgement) return false;
      return record.failure !== undefined || now() - record.createdAt > ACKNOWLEDGE_MS;
    },
    get views() {
      return record.views.map(viewView);
    },
    get view() {
      const last = record.views.at(-1);
      if (!last) throw new Error(`No view was opened (${record.failure ?? 'acknowledged or waiting'})`);
      return viewView(last);
    },
    get answers() {
      return record.answers.map(look);
    },
    get errors() {
      return record.errors;
    },
    get suggestions() {
      return record.suggestions;
    },
    settled() {
      if (record.acknowledgement || record.failure !== undefined) return Promise.resolve(self);
      return new Promise((resolve) => record.waiting.add(() => resolve(self)));
    },
  };
  return self;
}
