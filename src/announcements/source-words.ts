import type { Trigger } from '../../commands/announcements.ts';
import type { SourceName } from '../../commands/sources.ts';
import { type Locale, say, type TextKey } from '../texts.ts';

/** Words of hooks for which a sentence is needed. */
const SENTENCES: Readonly<Record<Exclude<SourceName, 'text'>, TextKey>> = {
  'github-release': 'default_words_github_release',
  'gitlab-release': 'default_words_gitlab_release',
  alert: 'default_words_alert',
};

/** What is said where no words were given; a schedule has none by itself. */
export function defaultWords(trigger: Trigger, locale: Locale = 'en'): string {
  switch (trigger.kind) {
    case 'schedule':
      return '';
    case 'feed':
      return '{{title}}';
    case 'watch':
      return say('default_words_watch', {}, locale);
    case 'hook':
      return trigger.source === 'text' ? '{{text}}' : say(SENTENCES[trigger.source], {}, locale);
  }
}

/** What each source really sends, shortened: the documentation of each has it in full. */
const PAYLOADS: Readonly<Record<SourceName, Readonly<Record<string, unknown>>>> = {
  text: { text: 'The build of the main branch is green again.' },

  // https://docs.github.com/en/webhooks/webhook-events-and-payloads#release
  'github-release': {
    action: 'published',
    release: {
      tag_name: 'v1.4.0',
      name: 'Version 1.4.0',
      body: 'Faster starts, and fewer surprises.',
      draft: false,
      prerelease: false,
      html_url: 'https://github.com/octo-org/octo-repo/releases/tag/v1.4.0',
    },
    repository: { name: 'octo-repo', full_name: 'octo-org/octo-repo' },
    sender: { login: 'octocat' },
  },

  // https://docs.gitlab.com/user/project/integrations/webhook_events/#release-events
  'gitlab-release': {
    object_kind: 'release',
    action: 'create',
    name: 'Version 1.4.0',
    tag: 'v1.4.0',
    description: 'Faster starts, and fewer surprises.',
    url: 'https://gitlab.com/example/tanuki/-/releases/v1.4.0',
    project: { name: 'Tanuki', path_with_namespace: 'example/tanuki' },
  },

  // https://prometheus.io/docs/alerting/latest/configuration/#webhook_config; `title` and `message` are Grafana's
  alert: {
    version: '4',
    status: 'firing',
    title: '[FIRING:1] InstanceDown',
    message: 'One of the servers does not answer.',
    commonLabels: { alertname: 'InstanceDown', severity: 'critical' },
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'InstanceDown', instance: 'web-1', severity: 'critical' },
        annotations: { summary: 'The server web-1 has not answered for five minutes.' },
      },
    ],
  },
};

/** What a trigger might bring, to try its words with; undefined where it brings nothing. */
export function exampleView(trigger: Trigger): Readonly<Record<string, unknown>> | undefined {
  switch (trigger.kind) {
    case 'schedule':
      return undefined;
    case 'hook':
      return PAYLOADS[trigger.source];
    case 'feed':
      return {
        title: 'Version 1.4.0 is out',
        summary: 'Faster starts, and fewer surprises.',
        link: 'https://example.org/news/version-1-4-0',
        feed: 'Example news',
      };
    case 'watch':
      return { text: 'We meet at five today, an hour later than usual.', author: 'Ada', channel: 'news' };
  }
}
