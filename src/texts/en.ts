/**
 * The English sentences. `{name}` is filled in by `say`. Plain, warm, precise: what happened, and what to do. Keys are stable:
 * they are the `type` of an HTTP problem and are kept in records instead of sentences.
 */
export const english = {
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
  http_not_multipart: 'Send a job as multipart/form-data, with curl by -F.',
  http_form_broken: 'The form is not valid multipart/form-data, or it broke off before its end. Nothing was kept.',
  http_field_unknown: 'There is no field “{field}”. The fields are {fields}.',
  http_field_repeated: 'The field “{field}” was sent more than once.',
  http_field_file: 'The field “{field}” takes a file. With curl: -F {field}=@file',
  http_field_words: 'The field “{field}” takes words, not a file.',
  http_field_long: 'The field “{field}” is longer than {kilobytes} kB.',
  http_form_parts: 'The form has more than {parts} parts; there are not that many fields.',
  http_file_large: 'The file in “{field}” is larger than {megabytes} MB. Please send a smaller one.',
  http_body_large: 'The request is larger than {megabytes} MB.',
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

  // Jobs: why one waits, or has ended
  job_cancelled: 'The video was cancelled, as you asked.',
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
    'You asked to cancel. Kling cannot stop what it has begun, so the video is made and charged, but it will not be delivered.',
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
} as const;
