import type { Config } from '../../config.ts';
import { say } from '../../texts.ts';
import { COMMANDS, SHORTCUT } from './commands.ts';
import { PATHS } from './paths.ts';
import { BOT_SCOPES } from './scopes.ts';

/** What Herald is told of. `message.*` carry everything that is written; `app_mention` comes even where they do not. */
const BOT_EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
  'tokens_revoked',
] as const;

interface ManifestOptions {
  /** Where Slack sends its requests; absent: they come through Socket Mode. */
  readonly requestUrl?: string | undefined;
  /** Where those who install Herald into their workspaces are sent back to; absent: one workspace, by token. */
  readonly redirectUrl?: string | undefined;
}

/** The app that fits the settings. Without any of Slack's: for one workspace, through Socket Mode. */
export function manifestFor({ slack, publicUrl }: Pick<Config, 'slack' | 'publicUrl'>): Manifest {
  return manifest({
    requestUrl: slack?.entry.kind === 'http' ? `${publicUrl}${PATHS.requests}` : undefined,
    redirectUrl: slack?.access.kind === 'oauth' ? `${publicUrl}${PATHS.redirect}` : undefined,
  });
}

export type Manifest = ReturnType<typeof manifest>;

/** The app as Slack is told of it: https://docs.slack.dev/reference/app-manifest. */
function manifest({ requestUrl, redirectUrl }: ManifestOptions) {
  const url = requestUrl === undefined ? {} : { url: requestUrl };
  const request = requestUrl === undefined ? {} : { request_url: requestUrl };
  const options = requestUrl === undefined ? {} : { message_menu_options_url: requestUrl };
  return {
    display_information: {
      name: 'Herald',
      description: say('slack_about'),
      long_description: say('slack_about_long'),
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Herald', always_online: true },
      shortcuts: [
        {
          name: say(SHORTCUT.name),
          type: 'message',
          callback_id: SHORTCUT.callback,
          description: say(SHORTCUT.about),
        },
      ],
      slash_commands: COMMANDS.map((command) => ({
        command: command.name,
        ...url,
        description: say(command.about),
        ...('hint' in command && { usage_hint: say(command.hint) }),
        ...('words' in command && { usage_hint: `[${command.words.join(' | ')}]` }),
        should_escape: false,
      })),
    },
    oauth_config: {
      ...(redirectUrl !== undefined && { redirect_urls: [redirectUrl] }),
      scopes: { bot: BOT_SCOPES },
    },
    settings: {
      event_subscriptions: { ...request, bot_events: BOT_EVENTS },
      interactivity: { is_enabled: true, ...request, ...options },
      org_deploy_enabled: false,
      socket_mode_enabled: requestUrl === undefined,
      // a token from the environment could not be renewed
      token_rotation_enabled: redirectUrl !== undefined,
    },
  } as const;
}
