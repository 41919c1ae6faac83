/** What presenters and announcements say: see `../en.ts`. */
export const announcements = {
  // Fields of the two commands and of their forms
  field_announcement: 'Announcement',
  field_announcement_about: 'Its name',
  field_presenter: 'Presenter',
  field_presenter_about: 'Who says it; absent: the one that is set for that channel or for everything here',
  field_presenter_edit_about: 'Who says it; absent: as before',
  field_presenter_default_about: 'Who speaks when none is named; absent: nobody, and you are asked first',
  field_name: 'Name',
  field_name_about: 'What you will call it',
  field_words: 'Words',
  field_words_about: 'What is to be said; {date}, {time}, {weekday}, {server}, {channel} and {presenter} are filled in',
  field_name_edit_about: 'What you will call it; absent: as before',
  field_words_edit_about: 'What is to be said; absent: as before',
  field_when: 'When',
  field_when_about: '“every weekday at 9:00”, “on 2027-01-31 at 18:00”, or a cron line such as 0 9 * * 1-5',
  field_zone: 'Time zone',
  field_zone_about: 'Such as Europe/Berlin; absent: the bot’s own',
  field_when_edit_about: '“every weekday at 9:00”, “on 2027-01-31 at 18:00”, or a cron line; absent: as before',
  field_zone_edit_about: 'Such as Europe/Berlin; absent: as before',
  field_url: 'Address of the feed',
  field_url_about: 'RSS, Atom or JSON Feed, beginning with https://',
  field_url_edit_about: 'RSS, Atom or JSON Feed, beginning with https://; absent: as before',
  field_source: 'What calls it',
  field_source_about: 'Decides what is said when you give no words',
  field_source_edit_about: 'Which calls it understands; absent: as before',
  field_channel: 'Channel',
  field_channel_about: 'Where the video is posted; absent: here',
  field_channel_edit_about: 'Where the video is posted; absent: as before',
  field_channel_default_about: 'Where; absent: in all channels here that have no presenter of their own',
  field_from: 'Watched channel',
  field_from_about: 'What is written there is announced',
  field_from_edit_about: 'What is written there is announced; absent: as before',
  field_roles: 'By whom ({roles})',
  field_roles_about: 'Only what people in these write',
  field_roles_edit_about: 'Only what people in these write; absent: those of before',
  field_people: 'By whom (people)',
  field_people_about: 'Only what these people write',
  field_people_edit_about: 'Only what these people write; absent: those of before',
  field_limit: 'At most a day',
  field_limit_about: 'Videos in a day (UTC); what comes beyond that is not announced',
  field_limit_edit_about: 'Videos in a day (UTC); absent: as before',
  field_photo: 'Photo',
  field_photo_about: 'A single clear face that looks at the camera',
  field_voice: 'Voice',
  field_voice_about: 'Absent: one that fits the language of the words',
  field_ratio: 'Shape',
  field_ratio_about: 'Absent: 16:9',

  // What can be asked of the two commands
  verb_presenter_add: 'Save a face with a voice, so that it can speak at any time',
  verb_presenter_list: 'The presenters that there are here',
  verb_presenter_show: 'One presenter, with its photo',
  verb_presenter_remove: 'Remove a presenter; announcements that use it pause',
  verb_presenter_default: 'Who speaks in a channel, or anywhere here, when none is named',
  verb_announce_now: 'Have a presenter say something right away',
  verb_announce_schedule: 'Have a presenter say something at a time, or again and again',
  verb_announce_hook: 'Announce what another program reports: a release, an alert',
  verb_announce_feed: 'Announce what is new in a feed',
  verb_announce_watch: 'Announce what some people write in a channel',
  verb_announce_list: 'The announcements that there are here',
  verb_announce_show: 'How an announcement stands, and what it has said',
  verb_announce_edit: 'Change an announcement',
  verb_announce_pause: 'Have an announcement say nothing for now',
  verb_announce_resume: 'Have a paused announcement go on',
  verb_announce_test: 'Have a presenter say an example of it to you alone',
  verb_announce_remove: 'Remove an announcement',

  // What calls a hook
  source_text: 'Plain text, sent as JSON',
  source_github_release: 'GitHub releases',
  source_gitlab_release: 'GitLab releases',
  source_alert: 'Alerts (Alertmanager, Grafana)',

  // The message that brings the video of an announcement
  post_announced_words: '{words}',
  post_announced: 'Said by {presenter}, in a video made by AI.',
  post_alt_announced: 'The presenter {presenter}, in a video made by AI, says: “{text}”',
  post_announced_cut: 'The words were too long for one video and end early.',

  // Announcements: their records, occurrences and what their owners are told
  announcement_name_form: 'A name has 1 to {max} characters, on one line. Please choose another one.',
  announcement_name_taken: 'There is an announcement called “{name}” here already. Please choose another name.',
  announcement_many: 'There are {max} announcements here already, which is as many as there can be. Remove one first.',
  announcement_per_day: 'The limit of a day is a whole number from 1 to {max}.',
  announcement_missing: 'There is no such announcement here (any more). {/announce list} shows those that there are.',
  announcement_presenter_unknown: 'There is no such presenter here. {/presenter list} shows those that there are.',
  announcement_presenter_gone: 'The presenter that it names was removed.',
  announcement_photo_gone:
    'The photo of its presenter is missing. Remove that presenter, save it again, and name it with {/announce edit}.',
  announcement_channels_only: 'Presenters speak in channels, not in threads or private talks. Please name a channel.',
  announcement_platform_away:
    'The bot is not connected to that chat right now. Nothing was made or charged. Please try again in a minute.',
  announcement_obstacles: 'The bot could not bring a video to that channel:',
  announcement_unheard: 'The bot could not hear what people write in the watched channel:',
  announcement_no_moment: 'No moment comes any more at which it would be said. Please give it another time.',
  announcement_watch_nobody: 'Say whose messages are announced: name {roles} or people.',
  announcement_watch_many: 'One announcement listens to at most {max} {roles} and {max} people.',
  announcement_kind:
    'What has an announcement speak cannot become something of another kind. Set up a new one instead.',
  announcement_space: 'An announcement stays where it was set up. Set up a new one there instead.',
  announcement_no_hook: 'Only an announcement that other programs call has a secret.',
  announcement_says_nothing: 'Nothing is left of these words that can be spoken. Nothing was made or charged.',
  announcement_limit:
    'It has had its {max} videos of today (UTC), so nothing was made or charged. It goes on tomorrow.',
  announcement_ceiling:
    'Too little is left of today’s seconds of video (UTC), so nothing was made or charged. It goes on tomorrow.',
  announcement_too_late: 'It could not be made in time, so it is not said any more.',
  announcement_gone: 'It was removed before this could be made. Nothing was charged.',
  announcement_was_paused: 'It was paused before this could be made. Nothing was charged.',
  tell_paused: 'The announcement “{name}” is paused and says nothing for now.',
  tell_paused_next: 'To have it go on, put that right with {/announce edit}, then use {/announce resume}.',
  tell_failed: 'The announcement “{name}” did not come about:',
  tell_waits: 'The announcement “{name}” has to wait, and is made as soon as that is possible.',
  tell_order_waits: 'What you had a presenter say has to wait, and is made as soon as that is possible.',
  tell_where: 'It speaks in {channel}, in {space}; commands about it are used there.',
  tell_where_channel: 'It speaks in {channel}; commands about it are used there.',
  tell_unpublished:
    'Its video is posted, but could not be shown to those who follow the channel from elsewhere: {video}. Please see whether the bot may do that there.',
  tell_failed_once: 'You are told this once, until it works again. {/announce show} has all that it did.',
  tell_order_failed: 'What you had a presenter say did not come about:',
  tell_elsewhere:
    'Its channel could not be posted to, so the video was brought elsewhere: {video}. Please see whether the bot may still post in that channel.',
  tell_doubted:
    'The video of an announcement is done, but it cannot be found out whether it was posted in {channel}. Please look there, and press the button only if it is not.',
  tell_enough:
    'The announcement “{name}” has had its {max} videos of today (UTC). What else comes today is not announced and costs nothing; {/announce edit} changes the limit.',

  // When: times and zones that people write
  when_unclear:
    'It is not clear when “{said}” is. Write it like “every weekday at 9:00”, “every monday and friday at 17:30”, “on the 1st of every month at 9:00”, “every 2 hours”, “tomorrow at 18:00”, “on 2027-01-31 at 18:00”, or as a cron line such as 0 9 * * 1-5.',
  when_once:
    '“{said}” could be once or every week. Please write “next monday” or “every monday”, with the day that you mean.',
  when_no_time: '“{said}” has no time of day. Please add one, such as “at 9:00”.',
  when_no_day: '“{said}” has no day. Please add one, such as “every day”, “today” or “on 2027-01-31”.',
  when_minutes:
    'The times of one announcement have the same minutes, such as “at 9:00 and 17:00”. Please set up another announcement for the other times.',
  when_uneven:
    '“{said}” does not come out even. What can be: every 5, 6, 10, 12, 15, 20 or 30 minutes, and every 1, 2, 3, 4, 6, 8 or 12 hours.',
  when_often: '“{said}” is more often than every {minutes} minutes. Please leave more time between two videos.',
  when_past: '“{said}” has passed in the time zone {zone}. Please name a time to come.',
  when_never: '“{said}” never comes. Please name another day.',
  when_cron:
    '“{said}” is not a cron line that can be read. It has five fields, for the minute, the hour, the day of the month, the month and the day of the week, such as 0 9 * * 1-5.',
  when_zone:
    '“{said}” is not a time zone that the bot knows. Write it like Europe/Berlin, America/New_York, Asia/Shanghai or UTC.',
  when_zone_offset:
    '“{said}” is a distance from UTC, which knows nothing of clock changes. Write a city of the zone, such as Berlin, New York or Shanghai, or UTC.',
  when_zone_city:
    '“{said}” does not tell which clock changes are meant. Write a city of the zone, such as Berlin, New York or Shanghai, or UTC.',
  when_zone_apart: 'The time zone has a field of its own. Please put “{zone}” there, and only the time here.',
  template_empty: 'There are no words to be said. Please write some.',
  template_broken:
    'The double braces in the words do not fit together. Each {{ needs its }}, and what begins with # or ^ ends with / and the same name.',
  template_tags: 'Double braces that begin with > or = cannot be used in the words. Please leave them out.',
  template_large:
    'Words can have at most {tags} pairs of double braces, and at most {depth} sections inside each other. Please make them simpler.',
  template_plain:
    'Words with double braces are for announcements that are given something to fill in: hooks, feeds and watched channels. Here there is only {known}.',
  template_unknown: 'Nothing is known that {placeholder} could be filled with. What can be used: {known}.',
  // “{{/name}}” with a space: without one, it would be taken for a command of Herald’s
  default_words_github_release:
    'A new release of {{repository.name}} is out: {{#release.name}}{{release.name}}{{/release.name}}{{^release.name}}{{release.tag_name}}{{/release.name}}.',
  default_words_gitlab_release:
    'A new release of {{project.name}} is out: {{#name}}{{name}}{{/name}}{{^name}}{{tag}}{{/name}}.',
  default_words_alert:
    '{{#alerts}}The alert {{labels.alertname}} is {{status}}. {{annotations.summary}}{{^annotations.summary}}{{annotations.description}}{{/annotations.summary}} {{/alerts}}{{^alerts}}{{title}}. {{message}}{{/alerts}}',
  default_words_watch: '{{author}} says: {{text}}',

  // Hooks
  hook_missing: 'There is no hook at this address.',
  hook_unauthorized:
    'This call does not show that it knows the secret of the hook. Send the secret in the header “Authorization: Bearer …”, or sign the body with it as Standard Webhooks or GitHub do.',
  hook_secret_lost:
    'The secret of this hook cannot be read any more, so nothing was announced. The owner of the announcement needs to have a new secret made.',
  hook_paused: 'This announcement is paused, so nothing was announced.',
  hook_body_empty: 'The call has no body. Send what is to be announced as JSON or as a form.',
  hook_body_type:
    'The body is neither JSON nor a form. Send it as application/json, application/x-www-form-urlencoded or multipart/form-data.',
  hook_body_broken: 'The body cannot be read as what its Content-Type says it is. Nothing was announced.',
  hook_body_object: 'The JSON of the body is not an object. Send {example}.',
  hook_text_missing: 'The field “text” is missing or empty. Put into it what is to be said.',
  hook_unlike_github:
    'This is not a call as GitHub makes it: the header X-GitHub-Event is missing, and there is no release in it.',
  hook_unlike_gitlab: 'This is not a call as GitLab makes it: the field “object_kind” is missing.',
  hook_unlike_alert: 'This is not an alert: there is neither a field “status” nor a field “state” in it.',

  // Feeds
  feed_page: 'This is the address of a web page, not of a feed. Look on that page for a link called RSS, Atom or Feed.',
  feed_none: 'There is no feed at this address. RSS, Atom and JSON Feed can be read.',
  feed_broken: 'The feed at this address is damaged, so it cannot be read.',
  feed_bytes: 'The feed at this address is larger than {megabytes} MB, which is more than is read.',
  feed_too_hard: 'The feed at this address takes far more work to read than it should, so it was put aside.',
  feed_busy: '{host} is too busy to give out its feed at the moment.',
  feed_gone: 'The feed at this address is gone for good. With another address, it can go on.',

  // Presenters
  presenter_name_form: 'A presenter’s name has 1 to {max} characters, on one line. Please choose another one.',
  presenter_name_taken:
    'There is a presenter called “{name}” here already. Please choose another name, or remove that one first with {/presenter remove}.',
  presenter_many:
    'There are {max} presenters here already, and no more fit. Please remove one first with {/presenter remove}.',
  presenter_defaults_many:
    '{max} channels have a presenter of their own already, and no more fit. Please take it from one of them first, with {/presenter default}.',
  presenter_unknown: 'There is no presenter called “{name}” here. {/presenter list} shows who there is.',
  presenter_gone:
    'This presenter is not there any more. Nothing was made or charged. {/presenter list} shows who there is.',
  presenter_or_photo: 'Please give either a photo or a presenter: one of them, not both. Nothing was made or charged.',
  presenter_managers:
    'Only those in charge here can save, remove or choose presenters. Everybody can let one speak with {/avatar}.',
  presenter_nowhere: 'There are no presenters in direct messages. Please use this in a channel.',
  presenter_terms:
    'Your photo is not saved yet. Once you have confirmed, please use {/presenter add} again, with the same photo.',
  presenter_terms_kept: 'Thank you, that is confirmed. Please use {/presenter add} once more now, with the same photo.',
  presenter_added:
    '“{name}” is saved and can speak at any time: with {/avatar}, and in what you set up with {/announce}.',
  presenter_added_next: 'To have it speak when no presenter is named, use {/presenter default}.',
  presenters_none:
    'There are no presenters here yet. Those in charge can save one with {/presenter add}: a photo, a name and a voice.',
  presenters_head: 'Who can speak here:',
  presenters_entry: '• {name}',
  presenters_entry_default: '• {name} (here, when no presenter is named)',
  presenters_more: 'And {count} more. To find one of them, begin to type its name where a presenter is asked for.',
  presenter_shown: '“{name}”, saved by {person} {when}.',
  presenter_shown_http: '“{name}”, saved over HTTP {when}.',
  presenter_speaks: 'Voice: {voice}. Shape: {ratio}.',
  presenter_voice_any: 'one that fits the language of the words',
  presenter_is_default: 'Speaks when no presenter is named, save in channels that have one of their own.',
  presenter_is_default_in: 'Speaks in {channel} when no presenter is named.',
  presenter_alt: 'The photo of the presenter “{name}”.',
  presenter_photo_gone: 'Its photo is missing, so it cannot speak. Please remove it and save it again.',
  presenter_remove_sure:
    'Remove “{name}” and its photo? Announcements that use it pause, and their owners are told. Videos that are being made already are finished.',
  presenter_remove: 'Remove it',
  presenter_removed: '“{name}” and its photo are removed. Announcements that used it are paused.',
  presenter_default_set:
    'From now on, “{name}” speaks when no presenter is named, save in channels that have one of their own.',
  presenter_default_set_in: 'From now on, “{name}” speaks in {channel} when no presenter is named.',
  presenter_default_usual:
    '{channel} has no presenter of its own. When none is named, “{name}” speaks there, as in other channels.',
  presenter_default_sure: 'No presenter was named. Should “{name}” not speak any more when none is named?',
  presenter_default_sure_in:
    'No presenter was named. Should {channel} have none of its own any more? Now it is “{name}”.',
  presenter_default_take: 'Take it away',
  presenter_default_none_in: 'Whoever names no presenter in {channel} is asked for a photo.',
  presenter_default_none:
    'Whoever names no presenter is asked for a photo, save in channels that have a presenter of their own.',

  // The answers of /announce
  announce_managers: 'Only those in charge here can announce anything. {/help} shows what everybody can do.',
  announce_nowhere:
    'Announcements belong to a place with channels. Please use {/announce} in a channel of one, not in a direct message.',
  announce_where: 'This is a private talk. Please ask once more, and name the channel in which it is to be said.',
  announce_not_yours:
    'The bot announces for you only where you may do the same yourself. Nothing was set up or changed, and nothing was charged.',
  announce_may_not_write: 'You may not write in {channel} yourself. Please choose another channel.',
  announce_may_not_read: 'You may not read {channel} yourself, so nothing of it is announced for you.',
  announce_untold:
    'It cannot be told just now whether you may do that there yourself. Nothing was set up or changed, and nothing was charged. Please try again in a minute.',
  announce_presenter_none:
    'There is nobody yet who could say it. Add a presenter with {/presenter add}: a photo, a name and, if you like, a voice. Then ask again.',
  announce_presenter_which:
    'Please choose who is to say it. {/presenter default} sets somebody who speaks when nobody is chosen.',
  verb_field_missing: '“{field}” was left empty, and nothing can be done without it. Please ask again.',
  announce_kind_schedule: 'schedule',
  announce_kind_hook: 'hook',
  announce_kind_feed: 'feed',
  announce_kind_watch: 'watched channel',
  announce_choice: '{name} ({kind})',
  announce_now_made: '{presenter} says it in {channel}, as soon as the video is made; that takes a few minutes.',
  announce_now_failing: 'If that fails, the bot tells you directly.',
  announce_seconds: 'It takes about {seconds} of today’s seconds of video.',
  announce_test_made:
    '{presenter} says an example of “{name}”. It comes to you alone, as a direct message, once the video is made.',
  announce_test_closed:
    'The example would come to you alone, but the bot cannot write to you directly. Please allow direct messages from it, and ask again. Nothing was charged.',
  announce_test_later:
    'The bot could not open a direct message to you just now. Please ask again in a minute. Nothing was charged.',
  announce_set_up: '“{name}” is set up: {presenter} speaks in {channel}.',
  announce_only_new: 'Only what is new from now on is announced.',
  announce_each_time: 'Each time, that is about {seconds} s of video.',
  announce_limit: 'Videos in a day (UTC), at most: {limit}.',
  announce_beyond_limit:
    'There are days on which it would come more often than that: what is beyond the limit is not said. {/announce edit} changes the limit.',
  announce_set_up_how:
    '{/announce test} has an example said to you alone; {/announce pause} has it say nothing for now.',
  announce_trigger_schedule: 'When: {said} ({zone})',
  announce_trigger_once: 'When: {when}, {time} ({zone})',
  announce_trigger_hook: 'When its address is called: {source}',
  announce_trigger_feed: 'When something new is in the feed {url}',
  announce_trigger_watch: 'When any of these write in {from}:',
  announce_entry_who: '• {who}',
  announce_more: '… and {count} more.',
  announce_list_more:
    '… and {count} more. Begin to type a name where {/announce show} asks for it, and what fits is suggested.',
  announce_next: 'Next: {when}, {time} ({zone})',
  announce_next_look: 'The feed is read next {when}.',
  announce_no_next: 'No moment is to come any more.',
  announce_words: 'It says: “{words}”',
  announce_hook_url: 'Its address: {url}',
  announce_hook_secret: 'Its secret, which is shown only now: {secret}',
  announce_hook_text: 'To try it, call: {curl}',
  announce_hook_github:
    'On GitHub, open Settings → Webhooks → Add webhook. “Payload URL” is the address, “Content type” is application/json, “Secret” is the secret, and of the events choose only Releases.',
  announce_hook_gitlab:
    'On GitLab, open Settings → Webhooks → Add new webhook. “URL” is the address, “Secret token” is the secret, and of the triggers choose only Releases events.',
  announce_hook_alert:
    'In Alertmanager or Grafana, add a webhook with the address, and have it send the header {header}.',
  announce_hook_loopback:
    'This address is reached only from the computer that the bot runs on. For others, the bot’s operator sets PUBLIC_URL.',
  announce_secret_asks:
    '“{name}” would get a new secret, and whatever calls it with the one of today would be turned away. Is that what you want?',
  announce_secret_new: '“{name}” has a new secret. The one before is worth nothing any more.',
  announce_list: 'Announcements here: {count}',
  announce_none:
    'There are no announcements here yet. What sets one up: {/announce schedule}, {/announce hook}, {/announce feed} or {/announce watch}.',
  announce_entry: '• {name}: {kind}, in {channel}, {state}',
  announce_is_paused: 'paused',
  announce_is_troubled: 'in trouble',
  announce_is_on: 'on',
  announce_is_over: 'over',
  announce_is_next: 'next {when}',
  announce_shown: '“{name}”: {presenter} speaks in {channel}.',
  announce_shown_nobody: '“{name}” has no presenter at the moment who could speak in {channel}.',
  announce_by_program: 'a program',
  announce_paused_since: 'It was paused {when} and says nothing for now.',
  announce_skipped: 'Missed while the bot was away, and too long ago to be made up for: the moment {when}.',
  announce_trouble: 'It has trouble just now: {why}',
  announce_counted: 'Today: {today} of at most {limit}. Set up by {person} {when}.',
  announce_said_nothing: 'It has said nothing yet.',
  announce_said: 'What it has said, the latest first:',
  announce_occurred: '• {when} ({cause}): {outcome}',
  announce_occurred_linked: '• {when} ({cause}): {outcome}, {link}',
  announce_cause_item: 'feed: “{title}”',
  announce_cause_person: 'written by {person}',
  announce_cause_order: 'asked for',
  announce_refused: 'nothing was made. {why}',
  announce_failed: 'failed. {why} Its number: {id}',
  announce_to_come: 'about to be made',
  announce_button_pause: 'Pause',
  announce_button_resume: 'Go on',
  announce_button_test: 'Test',
  announce_button_secret: 'New secret',
  announce_button_remove: 'Remove',
  announce_paused: 'It is paused, and says nothing until you have it go on. What happens meanwhile is not announced.',
  announce_resumed: 'It goes on from now.',
  announce_edited: 'It is changed:',
  announce_edited_paused: 'It is still paused. To have it go on, use {/announce resume}.',
  announce_edit_unfit:
    'This announcement has no “{field}”: it is made to speak by something else. Nothing was changed.',
  announce_edit_unfit_here: 'This announcement has no such thing: it is made to speak by something else.',
  announce_edit_nothing: 'It is like that already, so nothing was changed. Please fill in what is to be different.',
  announce_remove_asks:
    '“{name}” would be removed for good; what it has said stays where it is. Is that what you want?',
  announce_removed: '“{name}” is removed. Videos that are being made still come.',
  help_presenters: '• {/avatar} takes a face that is saved here in place of a photo; {/presenter list} shows them.',
  help_presenter: '• {/presenter} saves faces with voices, which {/avatar} and announcements can use.',
  help_announce:
    '• {/announce} has a presenter speak in a channel: right away, at set times, or when something happens. For those in charge.',

  // Discord
  discord_word_add: 'add',
  discord_word_list: 'list',
  discord_word_show: 'show',
  discord_word_remove: 'remove',
  discord_word_default: 'default',
  discord_word_now: 'now',
  discord_word_schedule: 'schedule',
  discord_word_hook: 'hook',
  discord_word_feed: 'feed',
  discord_word_watch: 'watch',
  discord_word_edit: 'edit',
  discord_word_pause: 'pause',
  discord_word_resume: 'resume',
  discord_word_test: 'test',
  discord_field_announcement: 'announcement',
  discord_field_presenter: 'presenter',
  discord_field_name: 'name',
  discord_field_words: 'words',
  discord_field_when: 'when',
  discord_field_zone: 'zone',
  discord_field_url: 'url',
  discord_field_source: 'source',
  discord_field_channel: 'channel',
  discord_field_from: 'from',
  discord_field_roles: 'roles',
  discord_field_people: 'people',
  discord_field_limit: 'limit',
  discord_field_photo: 'photo',
  discord_field_voice: 'voice',
  discord_field_ratio: 'ratio',
  discord_presenter: 'presenter',
  discord_presenter_about: 'Faces with a voice that can speak here at any time',
  discord_announce: 'announce',
  discord_announce_about: 'Have a presenter say something in a channel: now, at a time, or when something happens',
  discord_option_presenter_about: 'A saved face that speaks in place of a photo.',
  discord_lacks_in: 'The bot could not post a video in {channel}. It lacks these permissions there:',
  discord_channel_unseen:
    'The bot does not see {channel}: it is gone, or hidden from the bot. Please have somebody who is in charge here grant the bot “{permission}” there, and try again.',
  discord_unheard_intent:
    'The bot may not read what people write. Whoever runs it can change that in the Discord Developer Portal: on the page “Bot”, switch on “Message Content Intent”, then restart the bot.',
  discord_unheard_in: 'The bot could not hear what people write in {channel}. It lacks these permissions there:',

  // Slack
  slack_presenter_about: 'Save faces with a voice, so that they can speak at any time.',
  slack_announce_about: 'Have a presenter announce things: now, at a time, from a hook, a feed or a channel.',
  slack_verbs: 'Write one of these words behind {command}:',
  slack_verb: '{words} – {about}',
  slack_verb_send: 'Send',
  slack_verb_empty: 'There is nothing here that can be read or said. Please write some words.',
  slack_verb_count: 'Please write a whole number from {least} to {most}.',
  slack_form_presenter_about: 'In place of a photo: a face that was saved here.',
  slack_there_invite:
    'The bot is not a member of {channel}, so it could not post there. Please write “/invite {bot}” in that channel, and try again.',
  slack_there_archived: '{channel} is archived, so nothing can be posted there. Please choose another channel.',
  slack_unheard_invite:
    'The bot hears only what is written in channels that it is a member of, and {channel} is none of them. Please write “/invite {bot}” in that channel, and try again.',
  slack_unheard_scope:
    'To hear what is written in {channel}, the bot needs {scopes}, which this workspace has not given it. Please ask whoever added the bot to add it once more, and try again.',
} as const;
