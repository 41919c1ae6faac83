import { announcements } from './en/announcements.ts';

/**
 * The English sentences. `{name}` is filled in by `say`. Plain, warm, precise: what happened, and what to do. Keys are stable:
 * they are the `type` of an HTTP problem and are kept in records instead of sentences.
 */
export const english = {
  ...announcements,

  // Kling's refusals, as a person is told them
  kling_account:
    'The bot’s Kling account needs its operator’s attention, so your video waits and starts by itself afterwards.',
  kling_audio:
    'Kling could not use the recording. Please send it as an mp3 or wav of one clear voice, 2 seconds to 5 minutes long.',
  kling_busy: 'Kling is busy just now. Your video keeps its place in line and starts as soon as there is room.',
  kling_face:
    'Kling could not work with the face in the photo. Please use one with a single clear face that looks at the camera.',
  kling_failed: 'Kling could not make this video. Please try again, or try another photo or other words.',
  kling_invalid: 'Kling did not accept this request. Please try another photo, other words or another voice.',
  kling_mismatch:
    'Kling does not offer what the bot asked it for. Please tell the bot’s operator, whose log says what to set.',
  kling_photo:
    'Kling could not use the photo. Please use a JPEG or PNG of at least 300 pixels a side that is not very long or narrow.',
  kling_policy: 'Kling’s content rules do not allow this photo or these words. Please change them and ask again.',
  kling_too_large:
    'The photo and the recording together are too large for Kling. Please use a smaller photo or a shorter recording.',
  kling_unavailable: 'Kling is not available just now. Please try again in a while.',
  kling_unknown:
    'Kling refused for a reason that the bot does not know. Please try again later, or tell the bot’s operator.',
  kling_voice: 'Kling does not know this voice. Please choose another one.',

  // Media: photos, recordings, videos and what is fetched from an address
  media_photo_type: 'This is not a photo that can be used. Please send a JPEG, PNG, WebP, AVIF or GIF.',
  media_photo_heic:
    'HEIC photos cannot be read here. Please send it as a JPEG, for example by taking a screenshot of it.',
  media_photo_bytes: 'The photo is larger than {megabytes} MB. Please send a smaller one.',
  media_photo_pixels:
    'The photo is {width} x {height} pixels, more than {megapixels} megapixels. Please send a smaller one.',
  media_photo_small:
    'The photo is {width} x {height} pixels; each side must have at least {min}. Please send a larger one.',
  media_photo_narrow:
    'The photo is {width} x {height} pixels, too long and narrow: one side may be at most {times} times the other. Please crop it.',
  media_photo_broken: 'The photo is damaged or incomplete. Please send it again, or another one.',
  media_audio_type:
    'This is not a recording that can be used. Please send an MP3, WAV, M4A, OGG, FLAC, WebM or MP4 with sound.',
  media_audio_none: 'There is no sound in this file. Please send a recording with a voice in it.',
  media_audio_bytes: 'The recording is larger than {megabytes} MB. Please send a smaller one.',
  media_audio_long: 'The recording is longer than {max} seconds. Please send a shorter one.',
  media_audio_broken: 'The recording is damaged or incomplete. Please send it again, or another one.',
  media_video_broken: 'The video that was made is damaged or incomplete.',
  media_video_unfit: 'The video cannot be made as small as {megabytes} MB without ruining it.',
  media_file_broken: 'This file cannot be read: it seems to be damaged. Please send it again, or another one.',
  media_too_hard: 'This file takes far more work to read than it should, so it was put aside. Please send another one.',
  media_url_invalid:
    'This is not an address that can be fetched. It must begin with http:// or https:// and hold no password.',
  media_url_elsewhere: 'Files from {host} are not taken. Please attach the file itself.',
  media_url_private: 'The address at {host} is not on the public internet, so it is not fetched.',
  media_url_unknown: 'There is no server called {host}. Please check the address.',
  media_url_failed: 'Nothing could be fetched from {host}. Please check the address, or try again later.',
  media_url_status:
    'The server {host} answered {status} instead of the file. Please check that the address is open to everyone.',
  media_url_slow: 'The server {host} takes too long to send the file. Please try again later.',
  media_url_redirects: 'The address at {host} leads on to other addresses too many times.',
  media_url_encoding: 'The server {host} sends the file in a packed form that was not asked for, so it cannot be used.',
  media_url_bytes: 'The file at {host} is larger than {megabytes} MB. Please use a smaller one.',
  media_upload_bytes: 'The file is larger than {megabytes} MB. Please send a smaller one.',
  storage_full:
    'There is no room left to keep new files, so nothing was accepted. The operator needs to free some space.',

  // The HTTP API
  http_home:
    'Herald makes a photo speak. Send a photo and words to POST /api/jobs as multipart/form-data, then follow the job at /api/jobs/{id} until its video is there.',
  http_not_found: 'There is nothing at this address.',
  http_method: 'This address does not take {method}, only {allowed}.',
  http_token: 'This needs the API token. Send it in the header “Authorization: Bearer …”.',
  http_host:
    'This server does not go by the host name of this request. Its operator can set PUBLIC_URL to the name it is reached by.',
  http_cross_site: 'A page of another site sent this request, so nothing was done.',
  http_internal:
    'Something went wrong inside Herald. Its operator finds the cause in the log under {request}. Sent again with the same Idempotency-Key, a job is never made twice.',
  http_stopping:
    'Herald is stopping and takes no new jobs, so nothing was accepted or charged. Please send it again in a minute.',
  http_not_ready: 'Herald runs, but cannot make videos just now: {reasons}',
  http_not_ready_unknown: 'it could not find out how it is.',
  http_no_job: 'There is no job with this id.',
  http_no_video: 'This job has no video: it is {state}.',
  http_video_gone: 'The video of this job is not kept any more.',
  http_range: 'There are only {size} bytes; the range that was asked for lies outside.',
  http_not_multipart: 'Send this as multipart/form-data, with curl by -F.',
  http_form_broken: 'The form is not valid multipart/form-data, or it broke off before its end. Nothing was kept.',
  http_field_unknown: 'There is no field “{field}”. The fields are {fields}.',
  http_field_repeated: 'The field “{field}” was sent more than once.',
  http_field_file: 'The field “{field}” takes a file. With curl: -F {field}=@file',
  http_field_words: 'The field “{field}” takes words, not a file.',
  http_field_long: 'The field “{field}” is longer than {kilobytes} kB.',
  http_form_parts: 'The form has more than {parts} parts; there are not that many fields.',
  http_file_large: 'The file in “{field}” is larger than {megabytes} MB. Please send a smaller one.',
  http_body_large: 'The request is larger than {megabytes} MB.',
  http_body_broken: 'The request broke off before its end.',
  http_body_slow: 'The request did not arrive within {seconds} seconds. Nothing was made of it. Please send it again.',
  http_photo_missing: 'A photo is missing: send a file in “photo”, or its address in “photo_url”.',
  http_photo_both: 'Send either “photo” or “photo_url”, not both.',
  http_speech_missing: 'Say what the face is to speak: words in “text”, or a recording in “audio” or “audio_url”.',
  http_speech_both: 'Send only one of “text”, “audio” and “audio_url”.',
  http_voice_alone: '“voice_id” is the voice of “text”; a recording brings its own.',
  http_ratio: '“aspect_ratio” must be one of {ratios}.',
  http_url: '“{field}” must be an address that begins with http:// or https://.',
  http_idempotency_key: 'An Idempotency-Key is 1 to 255 printable ASCII characters.',
  http_idempotency_conflict: 'This Idempotency-Key was used before, with another input. Use a new key for a new job.',
  http_query: 'The parameter “{name}” must be {expected}.',
  http_not_json: 'Send this as JSON, with the header “Content-Type: application/json”.',
  http_json_broken: 'The body is not valid JSON.',
  http_json_missing: 'The field “{field}” is missing.',
  http_json_unknown: 'There is no field “{field}”. The fields are listed at /api/docs.',
  http_json_wrong: 'The field “{field}” cannot be used. {problem}. What it takes is written at /api/docs.',
  http_no_announcement: 'There is no announcement with this id.',
  http_no_presenter: 'There is no presenter with this id.',
  http_presenter_unknown: 'There is no presenter “{name}” in {space}. Save one with POST /api/presenters.',
  http_presenter_photo: 'A photo is missing: send a file in “photo”.',

  // Jobs: why one waits, or has ended
  job_cancelled: 'The video was cancelled, as was asked.',
  job_late:
    'This takes longer than usual. Kling is still at it and nothing is lost; the video comes as soon as it is done.',
  job_undecided: 'Kling cannot be reached just now. Your video waits and starts by itself.',
  job_no_profile:
    'The bot’s Kling account does not answer as expected, so your video waits until its operator has looked.',
  job_other_target:
    'The bot’s Kling account was changed after you asked, so this video cannot be finished. Please ask again.',
  job_needs_public_url:
    'A recording can only be used once the bot’s operator has set PUBLIC_URL, so that Kling can fetch it. Please use words instead.',
  job_too_long:
    'That would be about {seconds} seconds of video; at most {max} are allowed. Please use fewer words or a shorter recording.',
  job_speech_too_long:
    'Spoken, the words are {seconds} seconds long; at most {max} are allowed. Please use fewer words.',
  job_speech_unknown: 'Kling lost the speech twice while making it. Please try again in a while.',
  job_bytes_gone: 'The photo or the recording is no longer kept, so the video cannot be made. Please ask again.',
  job_kling_unusable: 'Kling gave no usable answer, and no video was begun. Please try again later.',
  job_lost_at_kling:
    'Kling says that it has this video, but it cannot be found there. Please ask the bot’s operator to look.',
  job_cancel_asked:
    'It is to be cancelled. Kling cannot stop what it has begun, so the video is made and charged, but it will not be delivered.',
  job_in_doubt:
    'It is not known yet whether Kling has begun this video. The bot is finding out and goes on by itself; nothing is made twice.',
  job_never_known: 'It could not be found out whether Kling made this video. Please ask the bot’s operator to look.',
  job_speech_not_fetched:
    'The speech for this video was made, but could not be fetched from Kling. Please try again later.',
  job_broken:
    'Something in the bot itself keeps this video from being made. Please tell its operator, whose log says what.',
  job_no_video: 'Kling says that the video is done, but sent none. Please ask the bot’s operator to look.',
  job_expired: 'Kling did not finish this video within 30 days and no longer keeps it. Please ask again.',
  job_video_damaged: 'The video that Kling made is damaged. Please try again.',
  job_not_fetched: 'The video is done, but it could not be fetched from Kling for a whole day. Please try again.',
  job_missing: 'There is no such video.',
  job_cursor: 'This list cannot be continued from there. Please begin at its start.',

  // The status message of a job, from the request to its end
  status_asked_words: '{person} asked for a video: “{words}”',
  status_asked_recording: '{person} asked for a video of a recording of {seconds} seconds.',
  status_asked_erased: 'Somebody asked for a video here; who it was and what it said were erased.',
  status_accepted: 'Accepted: it will be about {seconds} seconds long.',
  status_line: 'It waits in line, at place {position} of {length}.',
  status_submitting: 'Kling is being asked to begin.',
  status_cancelling: 'It is being cancelled.',
  status_rendering: 'Kling is making the video; it began {when}.',
  status_progress: '{bar} about {percent} %, going by the usual {time}',
  status_seconds: '{seconds} s',
  status_minutes: '{minutes} min',
  status_delivering: 'The video is made and is being brought here.',
  status_delivering_late: 'The video is made, but could not be brought here yet. The bot keeps trying by itself.',
  status_blind:
    'The video was sent to where it was asked for, but there was no answer that says whether it arrived, and the bot cannot look. If you do not see it, press “Post it”.',
  status_blind_direct:
    'The video could not be posted where it was asked for and was sent to its requester directly, but there was no answer that says whether it arrived. If you did not get it, press “Post it”.',
  status_done: 'Done: {video}',
  status_kept: 'The video is done. It is kept for you: {/jobs} shows it.',
  status_watch: 'watch the video',
  status_removing:
    'Somebody asked for the video to be deleted. It will be deleted as soon as the bot may do that; nobody has to ask again.',
  status_removed: 'The video was deleted, as was asked. It is not posted again.',
  status_charged_both: 'It was charged: {seconds} seconds of video, {units} Kling units.',
  status_charged_seconds: 'It was charged: {seconds} seconds of video.',
  status_charged_units: 'It was charged: {units} Kling units.',
  status_charged: 'It was charged.',
  status_not_charged: 'Nothing was charged.',
  status_sandbox: 'In the sandbox nothing is charged.',
  status_charge_unknown: 'It is not known whether it was charged; the bot’s operator can find out.',
  status_reference: 'If you ask the bot’s operator about it, give this number: {id}',
  status_button_cancel: 'Cancel',
  status_button_retry: 'Try again',
  status_button_another: 'Make another',
  status_button_remove: 'Delete',
  status_button_post: 'Post it',
  status_button_show: 'Show it to me',

  // The video that is posted, and why one is kept instead
  post_video: 'AI-generated, asked for by {person}',
  post_link: 'It is too large to be sent here. {link} (the link ends {until})',
  post_link_fileless: 'The video itself could not be posted, so here is a link: {link} (it ends {until})',
  post_link_label: 'Watch the video',
  post_alt_words:
    'AI-generated video in which the face of a photo speaks the words of the person who asked for it: “{text}”',
  post_alt_recording:
    'AI-generated video in which the face of a photo speaks a recording of the person who asked for it.',
  post_thread: 'AI-generated video, {day} ({id})',
  post_nowhere: 'The bot may no longer post where you asked for it, and cannot send it to you directly.',
  post_unreachable: 'The place where you asked for it could not be reached for a whole day.',
  post_too_large:
    'It is too large to be posted here, and cannot be made smaller without ruining it. Please ask again with fewer words, or ask the bot’s operator for it.',
  post_unknown: 'It could not be found out whether it was posted where you asked for it.',
  post_video_gone: 'The video was made, but is no longer kept, so it cannot be posted. Please ask again.',

  // Discord: names of permissions as in its own settings, and files that people sent
  discord_permission_view: 'View Channel',
  discord_permission_connect: 'Connect',
  discord_permission_send: 'Send Messages',
  discord_permission_send_in_threads: 'Send Messages in Threads',
  discord_permission_create_threads: 'Create Public Threads',
  discord_permission_attach: 'Attach Files',
  discord_permission_history: 'Read Message History',
  discord_file_gone: 'Discord no longer has this file. Please send it again.',
  discord_file_failed: 'The file could not be fetched from Discord just now. Please try again in a minute.',

  // Asking for a video
  ask_words_or_audio: 'Please give either words or a recording: one of them, not both.',
  ask_words_long: 'That is {length} characters; at most {max} can be spoken. Please use fewer words.',
  ask_prompt_long: 'The directions are {length} characters long; at most {max} are taken. Please shorten them.',
  ask_voice_form: 'A voice is named by an id such as “{example}”. Please choose one from the list of voices.',
  ask_closing: 'The bot is being restarted. Please ask again in a minute.',
  limit_person:
    'You have {left} of your {ceiling} seconds left today, and this video takes about {seconds}. They are renewed in {when} (midnight UTC).',
  limit_space:
    'There are {left} of {ceiling} seconds left here today, and this video takes about {seconds}. They are renewed in {when} (midnight UTC).',
  limit_day:
    'The bot has {left} of {ceiling} seconds left today, and this video takes about {seconds}. They are renewed in {when} (midnight UTC).',

  // Discord: commands, forms and what is answered at once
  discord_avatar: 'avatar',
  discord_avatar_about: 'Make a photo speak your words, or a recording. Without anything, a form opens.',
  discord_option_photo: 'photo',
  discord_option_photo_about: 'A photo with one face that looks at the camera. Left out, the bot asks for one.',
  discord_option_text: 'text',
  discord_option_text_about: 'What the face is to say. Give either this or a recording.',
  discord_option_voice: 'voice',
  discord_option_voice_about: 'Who speaks the text. Type a name or a language to find one.',
  discord_option_audio: 'audio',
  discord_option_audio_about: 'A recording that the face is to speak, in place of a text.',
  discord_option_ratio: 'ratio',
  discord_option_ratio_about: 'The shape of the video: 16:9 unless you choose another.',
  discord_option_prompt: 'prompt',
  discord_option_prompt_about: 'How the face is to act, such as: smiles warmly, nods now and then.',
  discord_jobs: 'jobs',
  command_jobs_about: 'Your recent videos, and what is left of your seconds today.',
  discord_option_everybody: 'everybody',
  discord_option_everybody_about: 'Show everybody’s videos in this server. For moderators.',
  discord_help: 'help',
  command_help_about: 'What the bot can do, and how to ask for it.',
  discord_settings: 'settings',
  discord_settings_about: 'Choose who may use the bot in this server, and where.',
  command_menu: 'Make it talk',
  form_title: 'Make a photo talk',
  form_text: 'What is it to say?',
  form_text_about: 'Leave this empty if you add a recording.',
  form_voice: 'Who speaks the text?',
  form_voice_about: 'Left alone, the bot chooses a voice that fits the language.',
  form_photo: 'Photo',
  form_photo_about: 'One face that looks at the camera.',
  form_audio: 'Or a recording',
  form_audio_about: 'The face speaks it, in place of a text.',
  form_text_long: 'The earlier words are longer than the {max} characters of this field. Please write new ones.',
  discord_words_and_recording:
    'You gave words and a recording, and one face can only say one of them. Nothing was started. Please ask again with just one.',
  discord_words_missing:
    'What is the face to say? Nothing was started. Please ask again with a text or a recording, or use {/avatar} with nothing at all to get a form.',
  menu_no_picture: 'There is no picture in that message. Pick one that shows a photo, or use {/avatar}.',
  discord_picture_lost:
    'That picture cannot be reached any more. Please pick “Make it talk” from the message’s menu again, or use {/avatar} with the photo.',
  discord_not_installed:
    'The bot is not a member here, so it could not bring you the video. Use it in a server that has it, or in a direct message with it; whoever manages this server can add it.',
  chat_outdated: 'This comes from an earlier version of the bot and does nothing any more. Please use {/avatar}.',
  answer_for_person: 'For {person}:',
  chat_broken:
    'The bot itself failed at this. Please try again in a minute; if it happens again, tell whoever runs the bot this number: {id}',
  discord_place_unread:
    'The bot could not find out about this channel just now, so it did nothing. Please send that again in a minute.',
  discord_reply_unread:
    'The bot could not read the message that you replied to, so it did nothing. Please reply again in a minute, or attach the photo to your own message.',
  discord_presence_ready: '{/avatar} makes a photo talk',
  discord_presence_queue: 'Videos in line: {count}',

  // Discord: what goes by other names there, or in other ways
  discord_roles: 'roles',
  discord_giving: 'right in the command, or, with nothing behind it, in the form that it opens',

  // Slack: what goes by other names there, or in other ways
  slack_roles: 'user groups',
  slack_giving: 'it opens a form for them',
  slack_replying:
    'You can also mention the bot, in one message with a photo and what the face is to say, or in the thread of anybody’s photo; in a direct message to the bot, no mention is needed. A recording or an audio clip works, too. Slack takes no commands in threads.',
  slack_accepted:
    'If the bot is not a member of this channel, write “/invite” and its name in the channel, and the video still comes here; else it comes to you directly.',
  slack_no_groups:
    'Slack shows the bot no user groups here. They come with Slack’s paid plans; if you have some, please ask the bot’s operator to give it {scope}.',

  // Slack: files, those that the bot posts and those that people sent
  slack_uploads_full:
    'This Slack workspace has no room left for files. Somebody who manages the workspace can make room.',
  slack_uploads_off: 'No files may be uploaded here. Somebody who manages the workspace can allow uploads.',
  slack_uploads_type: 'No videos may be uploaded here. Somebody who manages the workspace can allow them.',
  slack_uploads_size:
    'This Slack workspace takes no files of the video’s size. Somebody who manages the workspace can allow larger ones.',
  slack_uploads_scope: 'The bot was not given leave to upload files in this workspace. Please tell the bot’s operator.',
  slack_file_gone: 'Slack no longer has this file. Please send it again.',
  slack_file_failed: 'The file could not be fetched from Slack just now. Please try again in a minute.',
  slack_file_unseen:
    'Slack does not show this file to the bot. Please send it again in a conversation that the bot is in, or directly to the bot.',
  slack_file_scope:
    'The bot was not given leave to read files in this workspace, so it could not take yours. Please tell the bot’s operator, and send it again afterwards.',

  // Slack: in place of a name that it does not tell, and how a time to come is written
  slack_somebody: 'somebody',
  slack_some_group: 'a user group',
  slack_to_come: '{date} at {time}',

  // Slack: installing Herald in a workspace
  slack_events_here:
    'This is the address to which Slack sends what people do. There is nothing to look at here, but the way to Herald works.',
  slack_install_title: 'Add Herald to your Slack workspace',
  slack_install_about:
    'Herald makes a photo speak: from one photo and some words it makes a video, and posts it into the thread where it was asked for.',
  slack_install_next:
    'Slack shows you next what Herald may do in your workspace, and asks whether you agree. Nothing is installed before that.',
  slack_install_button: 'Go on to Slack',
  slack_install_done: 'Herald is installed',
  slack_install_done_in: 'Herald is now in your workspace “{name}”.',
  slack_install_begin:
    'To begin, open a channel in Slack, invite Herald there with /invite @Herald, and type /avatar. A direct message to Herald works as well.',
  slack_install_open: 'Open Slack',
  slack_install_failed: 'Herald was not installed',
  slack_install_cancelled: 'You did not agree, so nothing was installed. You can begin anew at any time.',
  slack_install_stale:
    'This page was opened in another browser than the one before it, or more than ten minutes later, or twice. Please begin anew, with cookies allowed.',
  slack_install_org:
    'Herald cannot be installed for a whole organisation. Please begin anew, and choose one workspace on Slack’s page.',
  slack_install_not_allowed:
    'This Herald is not open to your workspace. If you think that it should be, ask whoever runs it to let your workspace in.',
  slack_install_not_kept:
    'Herald could not keep the installation, since its disk is full or cannot be written. Please tell whoever runs it, and begin anew later.',
  slack_install_settings:
    'Slack did not accept how this Herald is set up. Please tell whoever runs it: they find the cause in their log.',
  slack_install_unclear: 'Slack could not be reached, or its answer made no sense. Please begin anew in a minute.',

  // Slack: what the manifest says
  slack_about: 'Makes a photo speak: one face and some words become a video in your thread.',
  slack_about_long:
    'Herald makes a photo speak. Send it one photo and some words, as text or as a recording: Kling AI makes a video in which that face says them, and Herald posts the video into the thread where you asked for it, marked as AI-generated. It shows how far the video is, what it costs, and why something failed.',
  slack_avatar_about: 'Make a photo speak your words, or a recording. A form opens.',
  slack_avatar_hint: '[what the face is to say]',
  slack_jobs_hint: '[everybody]',
  slack_settings_about: 'Choose who may use the bot in this workspace, and where.',
  slack_menu_about: 'Make the photo in this message speak.',

  // Slack: forms, and what is answered at once
  form_ratio: 'What shape is the video to have?',
  form_prompt: 'How is the face to act?',
  slack_form_send: 'Make the video',
  slack_form_close: 'Cancel',
  slack_form_ratio_about: '16:9, unless you choose another.',
  slack_form_prompt_about: 'Such as: smiles warmly, nods now and then.',
  slack_form_both: 'One face can say either the words or the recording. Please keep just one of them.',
  slack_form_neither: 'Please write what the face is to say, or add a recording below.',
  slack_form_late: 'Slack took too long to open the form, so it did not. Please try that once more.',
  slack_form_failed: 'If no form has opened, please try that again in a minute.',
  slack_invite:
    'The bot is not a member of this channel, so it could not bring you the video. Please write “/invite {bot}” in the channel, and ask again.',
  slack_elsewhere:
    'The bot takes no part in this conversation, so it could not bring you the video. Please ask in a channel, or write to {bot} directly.',
  slack_untold:
    'Slack did not tell the bot just now whether it takes part in this conversation, so nothing was accepted. Please ask again in a minute, or in a channel.',
  slack_archived: 'This channel is archived, so no video can be brought here. Please ask in another one.',
  slack_scopes:
    'The bot may not do here all that a video takes: this workspace has not given it {scopes}. Please ask whoever added the bot to add it once more.',
  slack_uninstalled:
    'The bot has been removed from this workspace. Please ask whoever manages its apps to add it again.',
  slack_thread_unread:
    'The bot could not read the message that this thread began with, so it did nothing. Please write that again in a minute, or attach the photo to your own message.',
  slack_thread_unreadable:
    'The bot may not read the message that this thread began with. Please attach the photo to your own message, or use “Make it talk” in the menu of the message with the photo.',

  // Chats: asking for a video
  ask_accepted:
    'Accepted: about {seconds} seconds of video. The message that shows how it stands could not be posted here. {accepted} {/jobs} shows it, too.',
  ask_was_made: 'This was asked for before, and here is what came of it: {video}',
  ask_was_ended: 'This was asked for before, and it has ended. {/jobs} shows how.',
  ask_broken:
    'Something in the bot itself went wrong. Nothing was charged. Please try again in a minute; if it happens again, tell the bot’s operator this number: {id}',
  desk_broken:
    'Something in the bot itself went wrong, and this may not have been done. Please try again in a minute; if it happens again, tell the bot’s operator this number: {id}',
  ask_interrupted: 'The bot was restarted before it could accept this. Nothing was made or charged. Please ask again.',
  ask_interrupted_confirm:
    'The bot was restarted before it could accept this. Nothing was made or charged, and your request still waits: please press the button once more.',
  ask_interrupted_photo:
    'The bot was restarted before it could accept this. Nothing was made or charged, and your request still waits: please reply with the photo once more to the message that asked for it.',
  ask_unseen:
    'The bot may not look into that message. Please open the menu of the message with the picture and choose “Make it talk” there.',
  link_video: 'the video',
  link_status: 'how it stands',
  photo_wanted:
    '{person}, whose face is to speak? Please reply to this message with a photo within an hour. You can add a recording, or other words.',
  photo_came: 'The photo is there, thank you. The video is being made.',
  photo_lapsed:
    'No photo came within an hour, so this request has lapsed. Nothing was charged. To begin again, use {/avatar}.',
  photo_not_asked:
    'The bot could not post here to ask you for a photo. Nothing was accepted. Please ask again, with the photo in the same request.',
  photo_not_there: 'There is no picture in this reply. Please reply to the same message again, with a photo.',
  photo_not_yours: 'This photo was asked of {person}. To make a video of your own, use {/avatar}.',
  photo_not_wanted:
    'That message does not wait for a photo any more. To begin again, use {/avatar} with the photo and what it is to say.',
  photo_was_there: 'The photo for this request has come already. For another video, use {/avatar}.',

  // Chats: whose face
  face_terms:
    'Before your first video, please confirm: you use only photos of faces that you may use, which are your own or those of people who agreed to it. The message that brings a video says that AI made it and who asked for it. You are asked this once; what you confirmed, and when, is kept.',
  face_confirm: 'I may use them',
  face_decline: 'No, stop',
  face_confirmed: 'Thank you, that is confirmed.',
  face_declined: 'Nothing was made, charged or kept. You can ask again at any time.',
  face_lapsed: 'You did not confirm within an hour, so this request has lapsed. Nothing was charged. Please ask again.',
  face_went_on:
    'This was confirmed before, so it has gone on. To stop its video, press “Cancel” in the message about it, or use {/jobs}.',
  face_not_asked:
    'The bot could not post here what you have to confirm before your first video. Nothing was accepted. Please use {/avatar}.',
  parked_gone: 'This request does not wait any more. Please ask again.',

  parked_many:
    '{max} of your requests wait for you already, so this one was not taken. Please go on with one of them, or decline it; each lapses after an hour.',

  // Chats: who may, and what the bot lacks
  access_shut_out:
    'The bot’s operator does not let you use it. If you think that this is a mistake, please talk to them.',
  access_shut_out_here:
    'Those in charge here do not let you use the bot. If you think that this is a mistake, please talk to them.',
  access_space_shut_out:
    'The bot’s operator does not let it be used here. Please talk to them if you think that this is a mistake.',
  access_roles:
    'The bot’s operator lets only certain {roles} use it, and here you belong to none of them. If you do elsewhere, please ask there.',
  access_roles_here: 'Only certain {roles} may use the bot here. Those in charge can change that with {/settings}.',
  access_channels: 'The bot’s operator lets it be used in certain channels only. Please ask in one of them.',
  access_channels_here:
    'The bot may not be used in this channel, only in others. Those in charge here can change that with {/settings}.',
  lacks_in:
    'The bot could not bring you the video in {channel}, so nothing was accepted. It lacks these permissions there:',
  lacks_here: 'The bot could not bring you the video here, so nothing was accepted. It lacks these permissions:',
  lacks_permission: '• {permission}',
  lacks_next: 'Please have somebody who is in charge here grant them, and ask again.',

  // Chats: buttons
  press_unknown:
    'This button comes from another version of the bot and does nothing any more. {/help} shows what the bot can do.',
  press_not_yours: 'Only the person who asked for this can do that.',
  press_not_yours_to_tend: 'Only the person who asked for this, or those in charge here, can do that.',
  again_gone: 'The photo or the recording of that video is no longer kept. Please send it again with {/avatar}.',
  again_not_failed: 'That video did not fail, so there is nothing to try again.',
  another_how: 'For another video with other words, use {/avatar}.',
  cancel_asked:
    'It is being cancelled. If Kling has not begun it by now, nothing more is charged for it; the message about it shows how it ends.',
  cancel_ended: 'It has ended already, so there is nothing to cancel.',
  cancel_late: 'It is being posted at this moment, so it is too late to cancel. You can delete the video afterwards.',
  remove_asked: 'The video is being taken away, here and from the bot’s own disk.',
  remove_open: 'It has not ended yet. Please cancel it instead.',
  remove_done: 'The video was taken away before.',
  remove_nothing: 'There is no video that could be taken away.',
  post_asked: 'The video is being posted.',
  post_there: 'The video has been posted: {video}',
  post_not_needed: 'The bot goes on by itself with this video. There is nothing to decide.',
  show_video: 'Here is your video. Only you see it.',
  show_link: 'Here is your video: {video}. Whoever has this link can open it.',
  show_large:
    'The video is larger than the {megabytes} MB that can be shown here. Please ask the bot’s operator for it.',
  show_gone: 'The video is no longer kept.',
  show_alt: 'A face in a video made by AI says: {words}',
  show_alt_recording: 'A face in a video made by AI speaks a recording.',

  // Chats: /jobs
  jobs_head: 'Your latest videos:',
  jobs_head_everybody: 'Everybody’s latest videos here:',
  jobs_none: 'No video has been asked for yet. {/avatar} makes one.',
  jobs_moderators: 'Only those in charge here can see everybody’s videos. {/jobs} alone shows your own.',
  jobs_entry: '{number}. {state}, asked for {when}: {words}',
  jobs_entry_linked: '{number}. {state}, asked for {when}: {words} ({link})',
  jobs_words: '“{words}”',
  jobs_recording: 'a recording of {seconds} seconds',
  jobs_private: 'asked for in private',
  jobs_elsewhere: 'asked for in another channel',
  jobs_erased: 'erased on request',
  jobs_accepted: 'accepted',
  jobs_queued: 'in line',
  jobs_submitting: 'about to begin',
  jobs_rendering: 'being made',
  jobs_delivering: 'being delivered',
  jobs_delivered: 'done',
  jobs_failed: 'failed',
  jobs_cancelled: 'cancelled',
  jobs_removed: 'taken away',
  jobs_kept: 'done and kept, but not posted',
  jobs_blind: 'done; please look whether it is posted',
  jobs_left: 'Left today: {person} seconds for you; {here} for everybody here together.',
  jobs_button_cancel: 'Cancel {number}',
  jobs_button_show: 'Show {number}',
  jobs_button_post: 'Post {number}',

  // Chats: /settings, /help and voices
  settings_head:
    'Who may use the bot here, and in which channels. What you pick holds at once; a list that is empty lets in everybody, or every channel.',
  settings_roles: 'Only these {roles} may use it',
  settings_channels: 'Channels where it may be used',
  settings_shut_out: 'People who may not use it',
  settings_managers: 'Only those in charge here can change the settings.',
  settings_nowhere:
    'There is nothing to set in a direct message. Please use this command in a channel, where you are in charge.',
  settings_many: 'A list takes at most {max} entries. Please pick fewer.',
  settings_operator_roles: 'Beside that, the bot’s operator lets only these {roles} use it, wherever it is:',
  settings_operator_role: '• {role}',
  settings_operator_channels: 'Beside that, the bot’s operator lets it be used in these channels only:',
  settings_operator_channel: '• {channel}',
  settings_operator_shut_out:
    'The bot’s operator has shut out some people, or all who are in some places: {count} in all.',
  help_what: 'Send one photo and some words, and get back a video in which that face says them.',
  help_avatar: '• {/avatar} makes a video of a photo and a text, or a recording in its place: {giving}.',
  help_reply: '• {replying}',
  help_menu: '• Or choose “Make it talk” in the menu of any message with a picture.',
  help_jobs: '• {/jobs} shows your videos, how they stand, and how many seconds you have left today.',
  help_settings: '• {/settings}: who may use the bot here. For those in charge.',
  help_rules:
    'Use only faces that you may use. A video takes some minutes; the message about it shows how far it is, and has buttons to cancel, try again or delete.',
  words_roles: 'groups of people',
  words_giving: 'in the command itself, or in the form that it opens',
  words_replying:
    'If the bot may read messages here, you can also reply to a photo, mention the bot and write what the face is to say. A recording works, too.',
  words_accepted: 'The video still comes here if the bot may post here by then, else to you directly.',
  voice_choice: '{name} ({language})',
  language_en: 'English',
  language_zh: 'Chinese',

  answer_too_large: 'The file is too large to be sent to you here. Please ask the bot’s operator for it.',
  answer_file_closed:
    'The file could not be sent to you: it goes to you alone, and the bot cannot write to you directly. Please allow direct messages from it, and ask for the file again.',
  answer_file_later:
    'The bot cannot write to you directly just now, so you have not got the file yet. Please ask for it again in a few minutes.',
  answer_file_unsure:
    'It is not known whether the file reached you. Please look at your direct messages with the bot; if it is not there, ask for it again.',

  // Chats: the bot's own page
  home_ready: 'The bot is ready, and no video waits in line.',
  home_line: 'Videos that wait in line: {count}.',
  home_sandbox:
    'The bot is not connected to Kling yet: a stand-in makes its videos, to try it out. Nothing is charged.',
  home_begin: 'How to begin:',
} as const;
