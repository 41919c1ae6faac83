/** Where Slack, and those who install Herald, reach it: below `PUBLIC_URL`. */
export const PATHS = {
  /** Events, commands, presses, forms and the options of menus, in HTTP mode. */
  requests: '/slack/events',
  /** The page that begins an installation. */
  install: '/slack/install',
  /** Where Slack sends people back to. */
  redirect: '/slack/oauth_redirect',
} as const;

/** The page on which workspaces install Herald. */
export const installPage = (publicUrl: string | undefined): string => `${publicUrl}${PATHS.install}`;
