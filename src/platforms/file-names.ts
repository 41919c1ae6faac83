const PICTURE = /\.(jpe?g|png|webp|avif|gif|heic|heif)$/i;
const RECORDING = /\.(mp3|wav|m4a|ogg|oga|opus|flac|aac|weba)$/i;

/** Whether a file is a picture by its name, for where no type tells. What it really is, its bytes tell later. */
export const isPictureName = (name: string): boolean => PICTURE.test(name);

/** Whether a file is a recording by its name. */
export const isRecordingName = (name: string): boolean => RECORDING.test(name);
